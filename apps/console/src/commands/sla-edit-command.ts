import { isDeepStrictEqual } from 'node:util';
import { printable } from '@forewarn/core';
import type { Command } from 'commander';
import type { ConsoleIo } from '../io/console-io.js';
import { readConsoleSettings } from '../settings/console-settings.js';
import { createHttpSlaManager } from '../sla/sla-manager.js';
import { parseSlaText } from '../sla/sla-text.js';
import { consoleCommand, examples, type SlaManagerFlags, withSlaManager } from './console-options.js';
import { editedText, withTextKept } from './edited-text.js';
import { inputName, readText } from './read-text.js';
import { runCommand } from './run-command.js';

interface EditOptions extends SlaManagerFlags {
  readonly file?: string;
}

/** Adds `sla edit`: in an editor or from a file, and only what nobody else changed meanwhile. */
export function addSlaEditCommand(sla: Command, io: ConsoleIo): void {
  withSlaManager(
    consoleCommand(sla, 'edit', io)
      .description('change an SLA in $VISUAL or $EDITOR, or from a file')
      .argument('<name>', 'of the SLA')
      .option('--file <file>', 'the changed SLA as JSON or YAML; - for standard input'),
  )
    .addHelpText(
      'after',
      examples('forewarn sla edit checkout', 'forewarn sla edit checkout --file checkout.yaml'),
    )
    .action((name: string, options: EditOptions) =>
      runCommand(io, async (output) => {
        const manager = createHttpSlaManager(readConsoleSettings(options, io.env));
        const call = { signal: output.closed };
        const { file } = options;
        const { document: before, etag } = await manager.read(name, call);
        const change = async (text: string, source: string) => {
          const changed = parseSlaText(text, source);
          if (isDeepStrictEqual(changed, before)) return `${printable(name)} is as it was\n`;
          await manager.replace(name, changed, { etag }, call);
          return `changed ${printable(name)}\n`;
        };
        if (file !== undefined) return output.write(await change(await readText(file, io), inputName(file)));
        const text = await editedText(`${JSON.stringify(before, undefined, 2)}\n`, io.env);
        const done = change(text, 'what the editor left').catch(async (thrown) => {
          throw await withTextKept(thrown, text, name);
        });
        await output.write(await done);
      }),
    );
}
