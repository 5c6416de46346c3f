/** A request body that a handler reads as a stream of bytes. */
export class RawBody {
  /**
   * @param contentTypes  those that are taken, such as `application/zip`; of any other the answer is 415
   * @param limitBytes    a body that is longer is answered with 413, and its stream fails with the same error
   */
  constructor(
    readonly contentTypes: readonly string[],
    readonly limitBytes: number,
  ) {}
}
