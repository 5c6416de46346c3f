import { describe, expect, it } from 'vitest';
import { readYaml } from '../support/deployed-monitoring.js';

interface ComposeService {
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, object>>;
  readonly environment?: Readonly<Record<string, string>>;
}

interface ScrapeConfig {
  readonly job_name: string;
  readonly authorization?: object;
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

  const own = ({ job_name }: ScrapeConfig) => job_name === 'forewarn';

  it('are Forewarn’s services by the token that was drawn', () => {
    expect(jobs.find(own)!.authorization).toEqual({ credentials_file: '/run/forewarn/operations/token' });
  });

  it('is the same with docker-compose.secure.yml, but over TLS for those that speak it', () => {
    const { scrape_configs, ...rest } = readYaml<{ scrape_configs: ScrapeConfig[] }>(
      'deploy/prometheus/prometheus-tls.yml',
    );
    const { scrape_configs: _, ...wanted } = readYaml<{ scrape_configs: ScrapeConfig[] }>(
      'deploy/prometheus/prometheus.yml',
    );
    expect(rest).toEqual(wanted);
    const tls_config = { ca_file: '/run/forewarn/tls/ca.crt', server_name: 'sla-manager' };
    expect(scrape_configs).toEqual(
      jobs.map((job) => (own(job) ? { ...job, scheme: 'https', tls_config } : job)),
    );
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

  it('takes the password that was drawn, without which it would be "admin"', () => {
    expect(grafana.environment).toMatchObject({
      GF_SECURITY_ADMIN_PASSWORD__FILE: '/run/forewarn/grafana/password',
    });
    expect(grafana.depends_on?.secrets).toEqual({ condition: 'service_completed_successfully' });
  });
});
