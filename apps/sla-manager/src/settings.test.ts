import { describe, expect, it } from 'vitest';
import { loadSlaManagerSettings } from './settings.js';

describe('the settings of the SLA manager', () => {
  it('have defaults for one machine', () => {
    expect(loadSlaManagerSettings({})).toMatchObject({
      SLA_HOST: '127.0.0.1',
      SLA_PORT: 8080,
      PROMETHEUS_URL: 'http://127.0.0.1:9090',
    });
  });

  it('are refused with every mistake named', () => {
    const load = () =>
      loadSlaManagerSettings({
        SLA_PORT: 'http',
        PROMETHEUS_URL: 'prometheus',
        SLA_REQUESTS_PER_MINUTE: '0',
      });
    expect(load).toThrow(/PROMETHEUS_URL[\s\S]*SLA_PORT[\s\S]*SLA_REQUESTS_PER_MINUTE/);
  });
});
