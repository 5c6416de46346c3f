import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { goTool } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readYaml, repositoryRoot } from '../support/deployed-monitoring.js';
import { helmTool, kubectlValidateTool } from '../support/go-tools.js';
import {
  chartFolder,
  type KubernetesObject,
  type RenderedSets,
  renderSets,
  runHelm,
  type ValuesSet,
  valuesFile,
  valuesSets,
} from '../support/helm-chart.js';
import { serviceNames } from '../support/service-catalogue.js';

const exec = promisify(execFile);
const helm = (await goTool(helmTool))!;
const kubectlValidate = (await goTool(kubectlValidateTool))!;

/** Kinds that Kubernetes does not bring, whose schemas kubectl-validate cannot know. */
const foreignKinds = ['PodMonitor', 'PrometheusRule', 'ScaledObject'];

/** The oldest Kubernetes that the chart wants, and the newest whose schemas kubectl-validate holds. */
const schemaVersions = ['1.27', '1.30'] as const;

describe.skipIf(!helm)('the Helm chart', () => {
  let rendered: RenderedSets;
  beforeAll(async () => {
    rendered = await renderSets(helm);
  });

  it.each(valuesSets)('passes helm lint --strict with the %s values', async (set) => {
    const output = await runHelm(helm, 'lint', '--strict', chartFolder, '-f', valuesFile(set));
    expect(output).toMatch('1 chart(s) linted, 0 chart(s) failed');
  });

  it('has the version of the packages', async () => {
    const { version } = JSON.parse(await readFile(path.join(repositoryRoot, 'package.json'), 'utf8'));
    const chart = readYaml<{ appVersion: string }>('deploy/helm/forewarn/Chart.yaml');
    expect(chart.appVersion).toBe(version);
  });

  it('runs the images of the release, and those that are named instead', () => {
    const images = (set: ValuesSet) =>
      rendered.get(set)!.flatMap(({ kind, spec }) => {
        if (kind !== 'Deployment') return [];
        const { template } = spec as { template: { spec: { containers: [{ image: string }] } } };
        return template.spec.containers[0].image;
      });
    const { appVersion } = readYaml<{ appVersion: string }>('deploy/helm/forewarn/Chart.yaml');
    expect(images('default').sort()).toEqual(
      serviceNames.map((name) => `ghcr.io/example/forewarn-${name}:${appVersion}`).sort(),
    );
    expect(images('everything').sort()).toEqual([
      `registry.example.org:5000/elsewhere/etl@sha256:${'a'.repeat(64)}`,
      'registry.example.org:5000/mirror/forewarn-retrieval:0.2.0',
      'registry.example.org:5000/mirror/forewarn-sla-manager:0.2.0',
      'registry.example.org:5000/mirror/forewarn-storage:0.2.1',
    ]);
  });

  it('has names and labels that tell its objects apart', () => {
    for (const objects of rendered.values()) {
      const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(new Set(names).size).toBe(names.length);
      for (const { metadata } of objects)
        expect(metadata.labels).toMatchObject({
          'app.kubernetes.io/name': 'forewarn',
          'app.kubernetes.io/instance': 'forewarn',
          'app.kubernetes.io/version': expect.stringMatching(/^\d/),
          'app.kubernetes.io/managed-by': 'Helm',
        });
    }
  });

  it('has names of at most 63 characters, however long the release’s is', async () => {
    const file = valuesFile('everything');
    const long = 'a'.repeat(53);
    const text = await runHelm(helm, 'template', long, chartFolder, '-f', file, '--set', 'fullnameOverride=');
    const names = [...text.matchAll(/^ {2}name: "?([\w-]+)/gm)].map(([, name]) => name!);
    expect(names).toContain(`${'a'.repeat(44)}-retrieval-headless`);
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(63);
  });

  it('installs with the values that docs/kubernetes.md shows', async () => {
    const document = await readFile(path.join(repositoryRoot, 'docs/kubernetes.md'), 'utf8');
    const [, values] = /^```yaml\n(.+?)^```$/ms.exec(document)!;
    const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-values-'));
    try {
      const file = path.join(folder, 'forewarn.yaml');
      await writeFile(file, values!);
      const text = await runHelm(helm, 'template', 'forewarn', chartFolder, '-f', file);
      expect(text).toMatch('MYSQL_HOST: "mysql.databases"');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('has the values that docs/kubernetes.md names', async () => {
    const document = await readFile(path.join(repositoryRoot, 'docs/kubernetes.md'), 'utf8');
    const values = readYaml<Record<string, unknown>>('deploy/helm/forewarn/values.yaml');
    const parts = Object.keys(values).join('|');
    const named = [...document.matchAll(new RegExp(`\`((?:${parts})(?:\\.\\w+)+)`, 'g'))].map(
      ([, name]) => name!,
    );
    expect(named.length).toBeGreaterThan(20);
    for (const name of named) expect(values, name).toHaveProperty(name);
  });

  describe.skipIf(!kubectlValidate)('is known to Kubernetes:', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'forewarn-chart-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    // Of what YAML 1.1, which Kubernetes reads, takes for another type than text, as `on`, a text needs quotes.
    const yaml = { aliasDuplicateObjects: false, version: '1.1' } as const;

    /** What kubectl-validate finds wrong; nothing when all is right. */
    const findings = async (objects: readonly object[], version: string): Promise<string> => {
      const file = path.join(folder, `objects-${version}.yaml`);
      const text = objects.map((object) => stringify(object, yaml)).join('---\n');
      await writeFile(file, text);
      // Without the cluster that a configuration of this machine may name.
      const env = { ...process.env, KUBECONFIG: path.join(folder, 'none') };
      return exec(kubectlValidate, ['--version', version, file], { timeout: 60_000, env }).then(
        () => '',
        ({ stdout, stderr }) => stdout + stderr,
      );
    };

    it.each(valuesSets.flatMap((set) => schemaVersions.map((version) => [set, version] as const)))(
      'the %s values give objects that fit the schemas of %s',
      async (set, version) => {
        const own = rendered.get(set)!.filter(({ kind }) => !foreignKinds.includes(kind));
        expect(own.length).toBeGreaterThan(10);
        expect(await findings(own, version)).toBe('');
      },
    );

    it.each<[string, string, (object: KubernetesObject<Record<string, unknown>>) => object]>([
      [
        'a field that does not exist',
        'spec.replica: Invalid value: value provided for unknown field',
        (object) => ({ ...object, spec: { ...object.spec, replica: 2 } }),
      ],
      [
        'a value of a wrong type',
        'spec.replicas: Invalid value: "string"',
        (object) => ({ ...object, spec: { ...object.spec, replicas: 'two' } }),
      ],
      [
        'a missing field',
        'spec.template.spec.containers: Required value',
        ({ spec: { template: _, ...spec }, ...object }) => ({ ...object, spec }),
      ],
      ['an unknown kind', 'kind Deploiment not found', (object) => ({ ...object, kind: 'Deploiment' })],
    ])('%s is found', async (_, finding, broken) => {
      const deployment = rendered.get('default')!.find(({ kind }) => kind === 'Deployment')!;
      const object = broken(deployment as KubernetesObject<Record<string, unknown>>);
      expect(await findings([object], schemaVersions[1])).toMatch(finding);
    });
  });

  it('has objects of foreign kinds only where they are turned on, and only these', () => {
    const foreign = (set: ValuesSet) =>
      rendered.get(set)!.flatMap(({ kind, apiVersion }) =>
        // Those of Kubernetes have no group, or one without a dot, or one of k8s.io.
        /^(\w+\/)?v\d\w*$|\.k8s\.io\//.test(apiVersion) ? [] : kind,
      );
    expect(foreign('default')).toEqual([]);
    expect(foreign('minimal')).toEqual([]);
    expect(foreign('everything').sort()).toEqual(foreignKinds);
  });

  describe('refuses', () => {
    const refusal = async (args: readonly string[], files: readonly string[]): Promise<string> => {
      const values = files.flatMap((file) => ['-f', file]);
      return runHelm(helm, 'template', 'forewarn', chartFolder, ...values, ...args).then(
        () => 'nothing',
        ({ message }: Error) => message,
      );
    };

    it('to guess what only the user knows, and says all of it at once', async () => {
      const message = await refusal([], []);
      for (const value of [
        'image.repository',
        'kafka.brokers',
        'mysql.host',
        'mysql.existingSecret.name',
        'prometheus.url',
        'etl.selectors',
      ])
        expect(message).toMatch(`\n  - ${value} is not set: `);
      expect(message.match(/\n {2}- /g)).toHaveLength(6);
    });

    it.each([
      ['a value that is misspelt', 'etl.replica=3', 'etl: Additional property replica is not allowed'],
      ['a misspelt part', 'slamanager.replicas=3', 'Additional property slamanager is not allowed'],
      ['a text for a number', 'kafka.partitions=many', 'kafka.partitions: Invalid type'],
      ['a duration without unit', 'storage.retention=7', 'storage.retention: Invalid type'],
      ['a broker without port', 'kafka.brokers={kafka}', 'kafka.brokers.0: Does not match pattern'],
      [
        'authorities of clients without a certificate',
        'tls.clientCaSecret.name=x',
        'tls.secret.name is not: clients show certificates over TLS alone',
      ],
      ['an unknown profile', 'analysisProfile=fast', 'analysisProfile must be one of'],
      ['a short digest', 'etl.image.digest=sha256:12', 'etl.image.digest: Does not match pattern'],
      ['an unknown way of access', 'access.mode=closed', 'access.mode must be one of'],
      [
        'a provider in plain text',
        'access.oidc.issuer=http://id',
        'access.oidc.issuer: Does not match pattern',
      ],
      [
        'a client of no provider',
        'access.oidc.clientId=page',
        'access.oidc.issuer is not set: name the identity',
      ],
      [
        'a provider that nobody asks',
        'access.mode=open,access.oidc.issuer=https://id',
        'access.oidc.issuer has no effect: set access.mode to required',
      ],
      ['root', 'runAsUser=0', 'runAsUser: Must be greater than or equal to 1'],
      [
        'an authority that nobody asks',
        'mysql.tls.ca.existingSecret=x',
        'mysql.tls.ca.existingSecret has no effect: set mysql.tls.mode',
      ],
      [
        'a client certificate without TLS',
        'mysql.tls.client.existingSecret=x',
        'mysql.tls.client.existingSecret has no effect: set mysql.tls.mode',
      ],
      ['TLS that is off', 'kafka.tls.existingSecret.name=x', 'has no effect: set kafka.tls.enabled to true'],
      [
        'a user of Kafka who does not log in',
        'kafka.sasl.username=forewarn',
        'kafka.sasl.mechanism is not set: name how forewarn logs in',
      ],
      [
        'a log-in without a password, of one component',
        'storage.kafka.sasl.mechanism=PLAIN,storage.kafka.sasl.username=storage',
        'storage.kafka.sasl.existingSecret.name is not set: PLAIN needs it',
      ],
      [
        'a client of tokens that are not asked for',
        'kafka.oauth.clientId=forewarn',
        'kafka.oauth has no effect: set kafka.sasl.mechanism to OAUTHBEARER',
      ],
      ['tokens from nowhere', 'kafka.sasl.mechanism=OAUTHBEARER', 'kafka.oauth.tokenUrl is not set'],
      ['two passwords', 'mysql.password=x', 'mysql.existingSecret.name and mysql.password are both set'],
      [
        'a password in an address',
        'prometheus.url=http://user:secret@prometheus',
        'prometheus.url holds a password, which would be in a ConfigMap',
      ],
      [
        'more autoscaled processes than there are partitions',
        'etl.autoscaling.enabled=true,etl.autoscaling.maxReplicas=13',
        'etl.autoscaling.maxReplicas (13) is above kafka.partitions (12)',
      ],
      [
        'fewer processes at most than at least',
        'storage.autoscaling.enabled=true,storage.autoscaling.maxReplicas=1',
        'storage.autoscaling.minReplicas (2) is above maxReplicas (1)',
      ],
      [
        'an ingress for no host',
        'slaManager.ingress.enabled=true',
        'slaManager.ingress.host is not set: name the host',
      ],
      [
        'a policy to an address that it cannot see',
        'prometheus.url=,prometheus.existingSecret.name=address',
        'networkPolicy.egress.prometheus.ports is not set',
      ],
    ])('%s', async (_, set, message) => {
      expect(await refusal(['--set', set], [valuesFile('default')])).toMatch(message);
    });

    it('an older Kubernetes', async () => {
      const args = ['template', 'forewarn', chartFolder, '-f', valuesFile('default')];
      await expect(exec(helm, [...args, '--kube-version', '1.26.0'])).rejects.toThrow('>=1.27');
    });
  });
});
