import { ForewarnError, type Logger } from '@forewarn/core';

/** What holds connections or files until it is closed: an adapter. */
export interface Resource {
  close(): Promise<void>;
}

/** Opened resources, to be closed together. */
export interface OwnedResources {
  /** Takes care of a resource from its opening on. @returns the resource */
  own<T extends Resource>(resource: T): T;
  /**
   * Closes all, the last one first. One that fails is logged and does not keep the others open.
   *
   * @returns the first failure
   */
  closeAll(logger: Logger): Promise<ForewarnError | undefined>;
}

/** Makes an empty list of owned resources. */
function ownedResources(): OwnedResources {
  const owned: Resource[] = [];
  return {
    own(resource) {
      owned.push(resource);
      return resource;
    },
    async closeAll(logger) {
      let first: ForewarnError | undefined;
      for (const resource of owned.splice(0).reverse()) {
        try {
          await resource.close();
        } catch (thrown) {
          const error = ForewarnError.from(thrown);
          logger.error({ error }, 'a resource could not be closed cleanly');
          first ??= error;
        }
      }
      return first;
    },
  };
}

/**
 * Runs with resources that are closed in the end, however it ends.
 *
 * @param run  opens what it needs through `own`
 * @throws     what `run` threw; else, when something could not be closed, the first such error
 */
export async function withResources<T>(
  logger: Logger,
  run: (own: OwnedResources['own']) => Promise<T>,
): Promise<T> {
  const resources = ownedResources();
  let result: T;
  try {
    result = await run(resources.own);
  } catch (thrown) {
    await resources.closeAll(logger);
    throw thrown;
  }
  const failure = await resources.closeAll(logger);
  if (failure) throw failure;
  return result;
}
