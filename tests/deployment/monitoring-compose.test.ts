import { runCommand } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../support/deployed-monitoring.js';

interface ComposeService {
  readonly profiles?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface ScrapeConfig {
  readonly job_name: string;
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  readonly dns_sd_configs?: readonly { readonly names: readonly string[] }[];
}

const { services } = readYaml<{ services: Record<string, ComposeService> }>('docker-compose.yml');
const { scrape_configs: jobs } = readYaml<{ scrape_configs: ScrapeConfig[] }>(
  'deploy/prometheus/prometheus.yml',
);

describe('what Prometheus scrapes in the compose stack', () => {
  it('are services that the stack has', () => {
    const hosts = jobs.flatMap(({ static_configs = [], dns_sd_configs = [] }) => [
      ...static_configs.flatMap(({ targets }) => targets.map((target) => target.split(':')[0]!)),
      ...dns_sd_configs.flatMap(({ names }) => names),
    ]);
    expect(hosts).toContain('node-exporter');
    for (const host of hosts.filter((name) => name !== 'localhost')) expect(services).toHaveProperty(host);
  });
});

describe('Grafana in the compose stack', () => {
  const grafana = services.grafana!;

  it('is there only when asked for, and lets nobody in without a name', () => {
    expect(grafana.profiles).toEqual(['grafana']);
    expect(grafana.environment).toMatchObject({
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
      GF_USERS_ALLOW_SIGN_UP: 'false',
    });
  });

  it('does not start without a password', async () => {
    // As Compose passes it on: a doubled dollar stands for one.
    const [shell, ...args] = grafana.entrypoint!.map((part) => part.replaceAll('$$', '$'));
    const { code, output } = await runCommand(shell!, args, { env: { GF_SECURITY_ADMIN_PASSWORD: '' } });
    expect({ code, output }).toEqual({
      code: 1,
      output: 'set GRAFANA_PASSWORD, or run deploy/make-env.sh, which writes it into .env\n',
    });
  });
});
