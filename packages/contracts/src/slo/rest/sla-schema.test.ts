import { parseSelector } from '@forewarn/core';
import type { Sla } from '@forewarn/slo';
import { beforeEach, describe, expect, it } from 'vitest';
import { presentSla, slaInput, slaList, slaOutput, slaPath, slaReplacement } from './sla-schema.js';

const objective = { name: 'free', indicator: 'disk_bytes{device="a"}', min: 1, max: 9 };
const body = { name: 'disk', objectives: [objective] };
const withObjective = (fields: object) => ({ name: 'disk', objectives: [{ ...objective, ...fields }] });

/** What is wrong with a body, as `path: message`. */
function mistakes(input: unknown, schema: typeof slaInput | typeof slaReplacement = slaInput): string[] {
  const { error } = schema.safeParse(input);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`).sort();
}

describe('the patterns of an SLA that is sent', () => {
  const indicatorOf = (pattern: string) => `m{a=~"${pattern}"}`;
  const sla = (...patterns: string[]) => ({
    name: 'disk',
    objectives: patterns.map((pattern, at) => ({
      ...objective,
      name: `o${at}`,
      indicator: indicatorOf(pattern),
    })),
  });

  it('are refused together where they cost too much together, though each is cheap enough', () => {
    const costly = '.{0,400}.{0,9}';
    expect(mistakes(sla(costly))).toEqual([]);
    const [mistake, ...others] = mistakes(sla(...new Array<string>(40).fill(costly)));
    expect([mistake, others]).toEqual([
      expect.stringMatching(/^objectives: the patterns have some \d+ parts/),
      [],
    ]);
  });

  it('are refused one by one, each at its place, where they are no patterns', () => {
    expect(mistakes(sla('ok', '(', 'fine', '['))).toEqual([
      expect.stringMatching(/^objectives\.1\.indicator: /),
      expect.stringMatching(/^objectives\.3\.indicator: /),
    ]);
  });

  it('do not keep other mistakes from being told', () => {
    const { objectives } = sla('(');
    expect(
      mistakes({ name: 'disk', objectives: [...objectives, { ...objective, indicator: 7 }, null] }),
    ).toEqual([
      expect.stringMatching(/^objectives\.0\.indicator: /),
      expect.stringMatching(/^objectives\.1\.indicator: /),
      expect.stringMatching(/^objectives\.2: /),
    ]);
  });
});

describe('an SLA that is sent', () => {
  it('becomes that of the domain', () => {
    expect(slaInput.parse({ ...withObjective({ target: 0.5, window: '1h30m' }), description: 'd' })).toEqual({
      name: 'disk',
      description: 'd',
      objectives: [
        {
          name: 'free',
          indicator: parseSelector('disk_bytes{device="a"}'),
          bounds: { min: 1, max: 9 },
          target: 0.5,
          window: { rollingMs: 5_400_000 },
        },
      ],
    });
  });

  it('has no description, and a target of 99 % over 12 hours, where it does not say', () => {
    const { description, objectives } = slaInput.parse(body);
    expect([description, objectives[0]?.target, objectives[0]?.window]).toEqual([
      '',
      0.99,
      { rollingMs: 43_200_000 },
    ]);
  });

  it.each([
    ['min', { max: undefined }, { min: 1 }],
    ['max', { min: undefined }, { max: 9 }],
  ])('may have %s alone, and then has no other bound', (_, fields, bounds) => {
    const [{ bounds: parsed } = { bounds: {} }] = slaInput.parse(withObjective(fields)).objectives;
    expect(parsed).toStrictEqual(bounds);
  });

  it.each([
    ['a name of a letter', { ...body, name: 'a' }],
    ['a name that begins with a digit', { ...body, name: '0-a' }],
    ['a name of 63 characters', { ...body, name: `a${'-'.repeat(62)}` }],
    ['an objective’s name of a letter', withObjective({ name: 'x' })],
    ['an objective’s name of two letters', withObjective({ name: 'xy' })],
    ['an objective’s name of some words', withObjective({ name: 'free  bytes of Ä, ~' })],
    ['an objective’s name of 100 characters', withObjective({ name: 'x'.repeat(100) })],
    ['an indicator of 2000 characters', withObjective({ indicator: 'x'.repeat(2_000) })],
    ['a description of 2000 characters', { ...body, description: 'x'.repeat(2_000) }],
    ['bounds that are one value', withObjective({ min: 5, max: 5 })],
    ['negative bounds', withObjective({ min: -2, max: -1 })],
    ['a target of all minutes', withObjective({ target: 1 })],
    ['a target of hardly any', withObjective({ target: 1e-9 })],
    ['the shortest window', withObjective({ window: '1m' })],
    ['the longest window', withObjective({ window: '366d' })],
    ['50 objectives', { ...body, objectives: objectives(50) }],
  ])('is taken with %s', (_, input) => {
    expect(mistakes(input)).toEqual([]);
  });

  const name =
    'name: must be lower-case letters, digits and hyphens, beginning with a letter or a digit, at most 63 characters';
  const space = 'objectives.0.name: must not begin or end with a space';
  const oneLine = 'objectives.0.name: must be one line without control characters';
  it.each([
    ['no name', { ...body, name: '' }, name],
    ['a name with a capital letter behind', { ...body, name: 'aB' }, name],
    ['a name with a capital letter before', { ...body, name: 'Ba' }, name],
    ['a name that begins with a hyphen', { ...body, name: '-a' }, name],
    ['a name of 64 characters', { ...body, name: 'a'.repeat(64) }, name],
    [
      'a long description',
      { ...body, description: 'x'.repeat(2_001) },
      'description: must be at most 2000 characters',
    ],
    ['no objective', { ...body, objectives: [] }, 'objectives: must hold at least one objective'],
    [
      '1001 objectives',
      { ...body, objectives: objectives(1001) },
      'objectives: must hold at most 1000 objectives',
    ],
    ['an objective without a name', withObjective({ name: '' }), 'objectives.0.name: must not be empty'],
    [
      'an objective’s long name',
      withObjective({ name: 'x'.repeat(101) }),
      'objectives.0.name: must be at most 100 characters',
    ],
    ['a name that begins with a space', withObjective({ name: ' x' }), space],
    ['a name that ends with a space', withObjective({ name: 'x ' }), space],
    ['a name that is a space', withObjective({ name: ' ' }), space],
    ['a name of two lines', withObjective({ name: 'x\ny' }), oneLine],
    ['a control character before a name', withObjective({ name: '\u0000x' }), oneLine],
    ['a control character behind a name', withObjective({ name: 'x\u007f' }), oneLine],
    ['the last control character', withObjective({ name: 'x\u001fy' }), oneLine],
    [
      'a long indicator',
      withObjective({ indicator: `${'x'.repeat(2_001)}` }),
      'objectives.0.indicator: must be at most 2000 characters',
    ],
    [
      'a target of nothing',
      withObjective({ target: 0 }),
      'objectives.0.target: must be above 0 (a share, not percent)',
    ],
    [
      'a target in percent',
      withObjective({ target: 99 }),
      'objectives.0.target: must be at most 1 (a share, not percent)',
    ],
    [
      'a bound that is a text',
      withObjective({ min: '5' }),
      'objectives.0.min: must be a number, in the unit of the series',
    ],
    [
      'no bound',
      withObjective({ min: undefined, max: undefined }),
      'objectives.0.min: min or max (or both) must be given',
    ],
    ['bounds that are exchanged', withObjective({ min: 9, max: 1 }), 'objectives.0.min: must be at most max'],
    [
      'a window of half a minute',
      withObjective({ window: '90s' }),
      'objectives.0.window: must be whole minutes',
    ],
    ['a window of seconds', withObjective({ window: '59s' }), 'objectives.0.window: must be from 1m to 366d'],
    [
      'a window of months',
      withObjective({ window: '527041m' }),
      'objectives.0.window: must be from 1m to 366d',
    ],
    [
      'a field of the objective that is not known',
      withObjective({ minimum: 1 }),
      'objectives.0: Unrecognized key: "minimum"',
    ],
    ['a field that is not known', { ...body, owner: 'me' }, ': Unrecognized key: "owner"'],
  ])('is refused for %s, once', (_, input, mistake) => {
    expect(mistakes(input)).toEqual([mistake]);
  });

  it.each([
    ['an indicator', { indicator: 'up{' }, 'objectives.0.indicator'],
    ['a window', { window: '12 hours' }, 'objectives.0.window'],
  ])('is refused for %s that cannot be parsed, with what the parser says', (_, fields, at) => {
    expect(mistakes(withObjective(fields))).toEqual([
      expect.stringMatching(`^${at}: .*"${Object.values(fields)[0]}"`),
    ]);
  });

  it.each([
    ['no body', null],
    ['objectives that are null', { ...body, objectives: null }],
    ['objectives that are an object', { ...body, objectives: {} }],
    ['objectives among which is null', { ...body, objectives: [null] }],
    ['objectives among which is a number', { ...body, objectives: [5] }],
    [
      'objectives of which two have a number for a name',
      { ...body, objectives: [{ ...objective, name: 1 }] },
    ],
  ])('is refused for %s, for its type alone', (_, input) => {
    expect(mistakes(input)).toEqual([expect.stringMatching(/: Invalid input: expected /)]);
  });

  it('is refused for all of its mistakes together, those between fields too', () => {
    const input = {
      name: 'disk',
      objectives: [
        { name: 'one', indicator: 'up', min: 5, max: 1, target: 0 },
        { name: 'one', indicator: 'up', target: 99 },
        { name: 'two', indicator: 7, min: 1 },
        { name: 3, indicator: 'up', min: 1 },
        { name: 3, indicator: 'up', min: 1 },
      ],
      more: 1,
    };
    expect(mistakes(input)).toEqual([
      ': Unrecognized key: "more"',
      'objectives.0.min: must be at most max',
      'objectives.0.target: must be above 0 (a share, not percent)',
      'objectives.1.min: min or max (or both) must be given',
      'objectives.1.name: must be unique within the SLA',
      'objectives.1.target: must be at most 1 (a share, not percent)',
      'objectives.2.indicator: Invalid input: expected string, received number',
      'objectives.3.name: Invalid input: expected string, received number',
      'objectives.4.name: Invalid input: expected string, received number',
    ]);
  });
});

describe('an SLA that replaces another', () => {
  it('may leave its name to the path', () => {
    expect(mistakes({ objectives: [objective] }, slaReplacement)).toEqual([]);
    expect(mistakes({ name: 'disk', objectives: [objective] }, slaReplacement)).toEqual([]);
  });

  it('is held to the same rules', () => {
    const input = { name: 'Disk', description: 5, objectives: [], owner: 'me' };
    expect(mistakes(input, slaReplacement).map((mistake) => mistake.split(':')[0])).toEqual([
      '',
      'description',
      'name',
      'objectives',
    ]);
  });
});

describe('an SLA that is given', () => {
  let sla: Sla;
  beforeEach(() => {
    sla = slaInput.parse({ ...withObjective({ target: 0.5, window: '90m' }), description: 'd' });
  });

  it('can be sent back as it is, and is the same', () => {
    const given = presentSla(sla);
    expect(slaInput.parse(given)).toEqual(sla);
    expect(slaOutput.parse(given)).toEqual(given);
    expect(slaList.parse({ slas: [given] })).toEqual({ slas: [given] });
  });

  it('writes its objectives as people do', () => {
    expect(presentSla(sla).objectives).toEqual([{ ...objective, target: 0.5, window: '1h30m' }]);
  });

  it('has only the bounds that there are', () => {
    const [given] = presentSla(slaInput.parse(withObjective({ max: undefined }))).objectives;
    expect(given).not.toHaveProperty('max');
  });

  it('is looked for by any name, also one that none can have', () => {
    expect(slaPath.parse({ name: 'No Such Name' })).toEqual({ name: 'No Such Name' });
    expect(slaPath.safeParse({}).success).toBe(false);
  });
});

function objectives(count: number) {
  return Array.from({ length: count }, (_, at) => ({ ...objective, name: `o${at}` }));
}
