import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { goTool } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { actionlintTool } from './support/go-tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const github = path.join(root, '.github');
const exec = promisify(execFile);

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Strict: duplicate keys and unknown aliases are errors. */
const readYaml = async (file: string): Promise<unknown> =>
  parse(await readFile(path.join(github, file), 'utf8'));

const names = (await readdir(path.join(github, 'workflows'))).filter((name) => name.endsWith('.yml'));
const workflows = new Map<string, Workflow>();
for (const name of names) workflows.set(name, (await readYaml(`workflows/${name}`)) as Workflow);
const jobs = [...workflows].flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ at: `${file} ${name}`, file, ...job })),
);
const steps = jobs.flatMap(({ at, steps = [] }) => steps.map((step) => ({ at, ...step })));
const actionlint = await goTool(actionlintTool);

describe('the workflows', () => {
  it('are those of continuous integration and of the release', () => {
    expect(names.sort()).toEqual(['ci.yml', 'release.yml']);
    expect(steps.length).toBeGreaterThan(20);
  });

  it.skipIf(actionlint === undefined)('pass actionlint', async () => {
    const files = names.map((name) => path.join(github, 'workflows', name));
    const findings = await exec(actionlint!, ['-no-color', ...files], { timeout: 60_000 }).then(
      () => '',
      ({ stdout, stderr }) => stdout + stderr,
    );
    expect(findings).toBe('');
  });

  it('may not do more than read, but for the jobs that publish', () => {
    for (const [name, { permissions, concurrency }] of workflows) {
      expect(permissions, name).toBeDefined();
      expect(Object.values(permissions), name).not.toContain('write');
      expect(concurrency.group, name).toMatch('github.ref');
    }
    const writing = jobs.flatMap(({ at, permissions = {} }) =>
      Object.entries(permissions).flatMap(([scope, level]) => (level === 'write' ? [`${at}: ${scope}`] : [])),
    );
    expect(writing.sort()).toEqual([
      'release.yml build: packages',
      'release.yml images: packages',
      'release.yml npm: id-token',
      'release.yml page: contents',
    ]);
  });

  it('end: every job has a time-out, or runs another workflow that has', () => {
    const endless = jobs.filter((job) => job['timeout-minutes'] === undefined && job.uses === undefined);
    expect(endless.map(({ at }) => at)).toEqual([]);
  });

  it('pin actions by commit, with the version beside it', async () => {
    for (const name of names) {
      const text = await readFile(path.join(github, 'workflows', name), 'utf8');
      const used = [...text.matchAll(/uses: (?!\.\/)(.+)/g)].map(([, action]) => action!);
      expect(used.length, name).toBeGreaterThan(3);
      for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('use one version of each action', () => {
    const used = new Set(steps.flatMap(({ uses }) => uses ?? []));
    expect(new Set([...used].map((action) => action.split('@')[0])).size).toBe(used.size);
  });

  it('keep no credentials in the checkout', () => {
    for (const { at, uses, with: inputs } of steps)
      if (uses?.startsWith('actions/checkout@')) expect(inputs?.['persist-credentials'], at).toBe(false);
  });

  it('put nothing into shell scripts but by the environment', () => {
    for (const { at, run } of steps) expect(run ?? '', at).not.toMatch('${{');
  });

  it('have shell scripts that bash can read', async () => {
    for (const { at, run } of steps)
      if (run) await expect(exec('bash', ['-n', '-c', run], { timeout: 10_000 }), at).resolves.toBeDefined();
  });

  it('run npm scripts and files that are there', async () => {
    const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    for (const { at, run = '' } of steps) {
      for (const [, name, more] of run.matchAll(/npm run ([\w:-]+)(.*)/g))
        if (!more!.includes('--if-present')) expect(scripts, at).toHaveProperty([name!]);
      for (const [, file] of run.matchAll(/node (\S+\.mjs)/g))
        expect(existsSync(path.join(root, file!)), `${at}: ${file}`).toBe(true);
    }
  });

  it('test by the command of README, on the oldest Node and on that of the images', () => {
    const test = workflows.get('ci.yml')!.jobs.test!;
    expect(test.strategy!.matrix.node).toEqual([20, 24]);
    expect(test.steps!.map(({ run }) => run)).toContain('npm test');
  });

  it('ask the registry who signed the packages, and which weaknesses are known of those that are shipped', () => {
    const commands = steps.filter(({ at }) => at.startsWith('ci.yml')).map(({ run }) => run);
    expect(commands).toEqual(expect.arrayContaining(['npm audit signatures', 'npm run audit']));
  });
});

describe('what GitHub reads besides', () => {
  it('lets Dependabot look after packages, actions and base images', async () => {
    const { version, updates } = (await readYaml('dependabot.yml')) as {
      version: number;
      updates: { 'package-ecosystem': string; directory: string; schedule: { interval: string } }[];
    };
    expect(version).toBe(2);
    const watched = updates.map((update) => [
      update['package-ecosystem'],
      update.directory,
      update.schedule.interval,
    ]);
    expect(watched).toEqual(['npm', 'github-actions', 'docker'].map((name) => [name, '/', 'weekly']));
  });

  it('has an issue form whose questions are of kinds that GitHub knows', async () => {
    const form = (await readYaml('ISSUE_TEMPLATE/bug.yml')) as {
      name: string;
      description: string;
      body: { type: string; id: string; attributes: { label: string } }[];
    };
    expect([form.name, form.description].every((text) => text.length > 3)).toBe(true);
    for (const { type, attributes } of form.body) {
      expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(attributes.label).toMatch(/\S/);
    }
    expect(new Set(form.body.map(({ id }) => id)).size).toBe(form.body.length);
  });
});
