import { expressionMetric, ForewarnError } from '@forewarn/core';
import type { Command } from 'commander';
import type { ConsoleIo } from '../io/console-io.js';
import { readConsoleSettings } from '../settings/console-settings.js';
import { createHttpSlaManager } from '../sla/sla-manager.js';
import { parseSlaText } from '../sla/sla-text.js';
import { consoleCommand, examples, type SlaManagerFlags, withSlaManager } from './console-options.js';
import { inputName, readText } from './read-text.js';
import { runCommand } from './run-command.js';
import { usageOption } from './usage-option.js';

interface CreateOptions extends SlaManagerFlags {
  readonly file?: string;
  readonly description?: string;
  readonly objective?: string;
  readonly indicator?: string;
  readonly min?: number;
  readonly max?: number;
  readonly target?: number;
  readonly window?: string;
  readonly calendar?: string;
  readonly timeZone?: string;
}

/** Adds `sla create`: from a file, from standard input, or one objective from flags. */
export function addSlaCreateCommand(sla: Command, io: ConsoleIo): void {
  const command = withSlaManager(
    consoleCommand(sla, 'create', io)
      .description('create an SLA, from a file or from flags')
      .argument('[name]', 'of the SLA; may stand in the file instead')
      .option('--file <file>', 'the SLA as JSON or YAML; - for standard input')
      .option('--description <text>', 'what it is about')
      .option('--indicator <selector>', 'the series of its one objective')
      .option('--objective <name>', 'name of the objective (default: that of the SLA)')
      .option('--min <value>', 'lowest good value', usageOption(parseNumber))
      .option('--max <value>', 'highest good value', usageOption(parseNumber))
      .option(
        '--target <ratio>',
        'share of the minutes in which the bounds must hold',
        usageOption(parseNumber),
      )
      .option('--window <duration>', 'over how long, such as 12h')
      .option(
        '--calendar <period>',
        'instead of --window: over the running day, week, month, quarter or year',
      )
      .option(
        '--time-zone <name>',
        'whose clocks the calendar goes by, such as Europe/Berlin (default: UTC)',
      ),
  ).addHelpText(
    'after',
    examples(
      'forewarn sla create root-disk --indicator \'node_filesystem_avail_bytes{mountpoint="/"}\' --min 10737418240',
      'forewarn sla create --file checkout.yaml',
      'forewarn sla list checkout --format json | npx forewarn sla create copy --file -',
    ),
  );
  command.action((name: string | undefined, options: CreateOptions) => {
    const complaint = usageComplaint(name, options);
    if (complaint !== undefined) command.error(`error: ${complaint}`);
    return runCommand(io, async (output) => {
      const manager = createHttpSlaManager(readConsoleSettings(options, io.env));
      const created = await manager.create(await documentOf(name, options, io), { signal: output.closed });
      await output.write(`created ${created.name}\n`);
    });
  });
}

const flags = [
  ['description', '--description'],
  ['indicator', '--indicator'],
  ['objective', '--objective'],
  ['min', '--min'],
  ['max', '--max'],
  ['target', '--target'],
  ['window', '--window'],
  ['calendar', '--calendar'],
  ['timeZone', '--time-zone'],
] as const;

function usageComplaint(name: string | undefined, options: CreateOptions): string | undefined {
  const { file, indicator, min, max, window, calendar, timeZone } = options;
  if (file !== undefined) {
    const other = flags.find(([option]) => options[option] !== undefined);
    return other && `${other[1]} stands in the file already: leave it out, or leave out --file`;
  }
  if (calendar !== undefined && window !== undefined) return 'give --window or --calendar, not both';
  if (calendar === undefined && timeZone !== undefined)
    return '--time-zone is that of a --calendar: give both';
  // Of an indicator that is a ratio no bounds are needed, which the server knows.
  const hasBounds = min !== undefined || max !== undefined || indicator?.startsWith(expressionMetric);
  if (name === undefined || indicator === undefined || !hasBounds)
    return 'give --file FILE (- for standard input), or a name, --indicator, and --min or --max';
  return undefined;
}

async function documentOf(name: string | undefined, options: CreateOptions, io: ConsoleIo): Promise<object> {
  const { file, objective, description, indicator, min, max, target, calendar, timeZone } = options;
  const window = calendar === undefined ? options.window : { calendar, timeZone };
  if (file === undefined)
    return {
      name,
      description,
      objectives: [{ name: objective ?? name, indicator, min, max, target, window }],
    };
  const document = parseSlaText(await readText(file, io), inputName(file));
  return name === undefined ? document : { ...document, name };
}

function parseNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new ForewarnError('invalid-request', 'must be a number');
}
