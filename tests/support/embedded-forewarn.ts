import { afterAll, beforeAll } from 'vitest';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  spawnForewarn,
  startedPattern,
} from './forewarn-program.js';

/**
 * A Forewarn on the recording, for the tests of the `describe` that calls this: started with its first results before them, ended behind
 * them, its data removed.
 *
 * @param program  asked for the script that is run, when it is started; that of the checkout by default
 * @returns        where it is, once it runs
 */
export function embeddedForewarn(program?: () => string): () => EmbeddedPlace {
  let place: EmbeddedPlace | undefined;
  let forewarn: ForewarnProgram | undefined;

  beforeAll(async () => {
    place = await embeddedPlace();
    forewarn = spawnForewarn(['start', ...place.flags], program && { program: program() });
    await forewarn.printed(startedPattern);
  });

  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await place?.remove();
  });

  return () => {
    if (place === undefined)
      throw new Error('Forewarn is started before the tests, and not asked for earlier');
    return place;
  };
}
