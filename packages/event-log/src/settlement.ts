/** A promise that is settled from outside, once. */
export class Settlement {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;

  constructor() {
    let resolve: () => void = () => {};
    let reject: (error: Error) => void = () => {};
    this.promise = new Promise((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    this.resolve = resolve;
    this.reject = reject;
    // Whoever waits for the promise meets the error; nobody being there yet must not end the process.
    this.promise.catch(() => {});
  }
}
