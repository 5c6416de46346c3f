import type { KeyDocument } from '@forewarn/contracts/rest';
import { printable, roles } from '@forewarn/core';
import { type Command, Option } from 'commander';
import { createAdministration } from '../access/administration.js';
import { keyPrintable } from '../access/key-printable.js';
import { type OutputFormat, printed } from '../format/printed.js';
import type { ConsoleIo } from '../io/console-io.js';
import { readConsoleSettings } from '../settings/console-settings.js';
import {
  consoleCommand,
  examples,
  formatOption,
  type SlaManagerFlags,
  withSlaManager,
} from './console-options.js';
import { durationText } from './duration-text.js';
import { runCommand, writeAll } from './run-command.js';

interface CreateFlags extends SlaManagerFlags {
  readonly role: string;
  readonly sla?: readonly string[];
  readonly namespace?: readonly string[];
  readonly expires?: string;
}

/** Adds `key create|list|revoke`: API keys, for administrators. */
export function addKeyCommand(program: Command, io: ConsoleIo): void {
  const key = consoleCommand(program, 'key', io).description('API keys: who may ask, and what for');
  key.addHelpText('after', examples('forewarn key list', 'forewarn key create grafana --role viewer'));
  withSlaManager(consoleCommand(key, 'create', io))
    .description('make a key and print it: this once')
    .argument('<name>', 'what the key is for')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).default('viewer'))
    .option('--sla <names...>', 'only for these SLAs; * stands for any characters')
    .option('--namespace <names...>', 'only for SLAs and series with these values of the label namespace')
    .option('--expires <duration>', 'opens nothing any more after this, such as 90d', durationText)
    .addHelpText(
      'after',
      examples(
        'forewarn key create grafana --role viewer --expires 90d',
        "forewarn key create shop-ci --role editor --sla 'shop-*'",
      ),
    )
    .action((name: string, flags: CreateFlags) => createKey(name, flags, io));
  withSlaManager(consoleCommand(key, 'list', io))
    .description('all keys, without their secrets')
    .addOption(formatOption())
    .addHelpText('after', examples('forewarn key list', 'forewarn key list --format json'))
    .action((flags: SlaManagerFlags & { readonly format: OutputFormat }) => listKeys(flags, io));
  withSlaManager(consoleCommand(key, 'revoke', io))
    .description('revoke a key: within ten seconds it opens nothing any more')
    .argument('<id>', 'of the key, as in `key list`')
    .addHelpText('after', examples('forewarn key revoke k3v9qx2m'))
    .action((id: string, flags: SlaManagerFlags) => revokeKey(id, flags, io));
}

const createKey = (name: string, flags: CreateFlags, io: ConsoleIo): Promise<void> =>
  runCommand(io, async (output) => {
    const administration = createAdministration(readConsoleSettings(flags, io.env));
    const { role, sla, namespace, expires } = flags;
    const scope = { ...(sla && { slas: sla }), ...(namespace && { namespaces: namespace }) };
    const input = { name, role, scope, ...(expires !== undefined && { expiresAfter: expires }) };
    const created = await administration.createKey(input, { signal: output.closed });
    // The key alone on standard output, so that it can be sent into a file.
    io.stderr.write(`forewarn: key ${printable(created.id)} of ${printable(name)}; it is shown this once\n`);
    await output.write(`${printable(created.key)}\n`);
  });

const listKeys = (
  { format, ...flags }: SlaManagerFlags & { readonly format: OutputFormat },
  io: ConsoleIo,
): Promise<void> =>
  runCommand(io, async (output) => {
    const administration = createAdministration(readConsoleSettings(flags, io.env));
    const keys = await administration.keys({ signal: output.closed });
    await writeAll(output, printed(keyPrintable(Date.now()), each(keys), format));
  });

const revokeKey = (id: string, flags: SlaManagerFlags, io: ConsoleIo): Promise<void> =>
  runCommand(io, async (output) => {
    const administration = createAdministration(readConsoleSettings(flags, io.env));
    const { name } = await administration.revokeKey(id, { signal: output.closed });
    await output.write(`revoked ${printable(id)} of ${printable(name)}\n`);
  });

async function* each(keys: readonly KeyDocument[]): AsyncGenerator<KeyDocument> {
  yield* keys;
}
