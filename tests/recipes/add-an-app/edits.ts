/** A change of a file that is there. */
export interface Edit {
  readonly file: string;
  /** Stands once in the file. */
  readonly find: string;
  readonly replacement: string;
}

const behind = (file: string, find: string, added: string): Edit => ({
  file,
  find,
  replacement: `${find}\n${added}`,
});

/** What plugs the app of `notes/` into what is there. CONTRIBUTING names the same files. */
export const edits: readonly Edit[] = [
  behind(
    'packages/contracts/src/index.ts',
    "export { loadProtoDescriptors } from './proto-definitions.js';",
    "export * from './notes/notes-service.js';\nexport * from './notes/topics/note-written.js';",
  ),
  behind(
    'packages/store/src/index.ts',
    "export { createSloStore, createVerdictWriter } from './slo/create-slo-store.js';",
    "export * from './notes/create-note-store.js';",
  ),
  behind(
    'apps/storage/src/stored-topics.ts',
    '  storedAnalyses({ topic, store: createAnalysisWriter(database, logger), retentionMs }),',
    '  storedTopic({ contract: noteWrittenTopic, store: createNoteWriter(database, logger) }),',
  ),
  {
    file: 'apps/storage/src/stored-topics.ts',
    find: "import { objectiveEvaluatedTopic, seriesProblemsTopic } from '@forewarn/contracts';",
    replacement:
      "import { noteWrittenTopic, objectiveEvaluatedTopic, seriesProblemsTopic } from '@forewarn/contracts';",
  },
  {
    file: 'apps/storage/src/stored-topics.ts',
    find: "import { createAnalysisWriter, createProblemWriter, createVerdictWriter } from '@forewarn/store';",
    replacement:
      "import { createAnalysisWriter, createNoteWriter, createProblemWriter, createVerdictWriter } from '@forewarn/store';",
  },
  behind(
    'apps/forewarn/src/start/embedded-apps.ts',
    "import type { AppParts, RequiredAccess } from '@forewarn/process';",
    "import { createNotes } from '@forewarn/notes';\nimport { createNoteReader } from '@forewarn/store';",
  ),
  behind(
    'apps/forewarn/src/start/embedded-apps.ts',
    '    createRetrieval({ ...shared, store, topic, topicPartitions }),',
    '    createNotes({ ...shared, store: createNoteReader(database, logger), topicPartitions }),',
  ),
  behind(
    'apps/forewarn/src/main.ts',
    "import { processIo, registerConsoleCommands } from '@forewarn/console';",
    "import { registerNotesCommands } from '@forewarn/notes';",
  ),
  behind(
    'apps/forewarn/src/main.ts',
    'registerConsoleCommands(program, processIo());',
    'registerNotesCommands(program);',
  ),
  behind(
    'apps/forewarn/package.json',
    '    "@forewarn/lifecycle": "0.1.0",',
    '    "@forewarn/notes": "0.1.0",',
  ),
];
