import {
  findProgram,
  hasKafkaJars,
  kafkaJarsFolder,
  PROGRAM_NAMES,
  type ProgramName,
} from './server-programs.js';

/** Name of a program, or of the broker's jars, which are no program. */
export type Requirement = ProgramName | 'kafka-jars';

/** Where something that the servers need is. */
export interface Finding {
  readonly name: Requirement;
  /** `undefined` when it is missing. */
  readonly path: string | undefined;
}

/**
 * Looks for all that the servers need. Maven is needed only as long as Kafka's jars are missing.
 *
 * @returns one finding per requirement, in a fixed order
 */
export async function checkServers(): Promise<Finding[]> {
  const folder = kafkaJarsFolder();
  const jars = (await hasKafkaJars(folder)) ? folder : undefined;
  const names = PROGRAM_NAMES.filter((name) => name !== 'mvn' || jars === undefined);
  const programs = await Promise.all(names.map(async (name) => ({ name, path: await findProgram(name) })));
  return [...programs, { name: 'kafka-jars', path: jars }];
}

/**
 * What the servers need and is not there.
 *
 * @returns names, empty when nothing is missing
 */
export async function missingPrograms(): Promise<Requirement[]> {
  return (await checkServers()).filter(({ path }) => path === undefined).map(({ name }) => name);
}
