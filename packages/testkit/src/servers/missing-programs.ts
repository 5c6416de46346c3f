import {
  BROWSER,
  findProgram,
  hasKafkaJars,
  kafkaJarsFolder,
  PROGRAM_NAMES,
  type ProgramName,
} from './server-programs.js';

/** Name of a program, or of the broker's jars, which are no program. */
export type Requirement = ProgramName | 'kafka-jars';

/** Where something that the servers or the tests need is. */
export interface Finding {
  readonly name: Requirement;
  /** Whether the servers start without it. */
  readonly isOptional: boolean;
  /** `undefined` when it is missing. */
  readonly path: string | undefined;
}

/**
 * Looks for all that the servers need, and for the browser. Maven is needed only as long as Kafka's jars are missing.
 *
 * @returns one finding per requirement, in a fixed order
 */
export async function checkServers(): Promise<Finding[]> {
  const folder = kafkaJarsFolder();
  const jars = (await hasKafkaJars(folder)) ? folder : undefined;
  const names = PROGRAM_NAMES.filter((name) => name !== 'mvn' || jars === undefined);
  const find = async (name: ProgramName) => ({ name, path: await findProgram(name) });
  const programs = await Promise.all([...names.map(find), find(BROWSER)]);
  const findings: Omit<Finding, 'isOptional'>[] = [...programs, { name: 'kafka-jars', path: jars }];
  return findings.map((finding) => ({ ...finding, isOptional: finding.name === BROWSER }));
}

/**
 * What the servers need and is not there.
 *
 * @returns names, empty when nothing is missing
 */
export async function missingPrograms(): Promise<Requirement[]> {
  const findings = await checkServers();
  return findings.filter(({ path, isOptional }) => path === undefined && !isOptional).map(({ name }) => name);
}
