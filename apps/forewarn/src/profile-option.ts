import { type AnalysisProfile, analysisProfiles, defaultProfile, profileNamed } from '@forewarn/analysis';
import { InvalidArgumentError, Option } from 'commander';

/** The flag that chooses an analysis profile by its name. */
export const profileOption = (): Option =>
  new Option(
    '--profile <name>',
    `how to analyse: ${analysisProfiles.map(({ name }) => name).join(' or ')}; they differ in how they forecast`,
  )
    .default(defaultProfile, defaultProfile.name)
    .argParser(profile);

function profile(name: string): AnalysisProfile {
  try {
    return profileNamed(name);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
