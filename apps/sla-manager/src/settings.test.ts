import { describe, expect, it } from 'vitest';
import { httpOptions, loadSlaManagerSettings, slaManagerOptions } from './settings.js';

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
        SLA_FORWARD: 'detector:8081',
      });
    expect(load).toThrow(/PROMETHEUS_URL[\s\S]*SLA_PORT[\s\S]*SLA_REQUESTS_PER_MINUTE[\s\S]*SLA_FORWARD/);
  });

  it('name the services that requests are forwarded to', () => {
    const { SLA_FORWARD } = loadSlaManagerSettings({
      SLA_FORWARD: 'anomalies=http://detector:8081, faults=http://inducer:5000',
    });
    expect(SLA_FORWARD).toEqual([
      { prefix: '/api/v1/anomalies', target: new URL('http://detector:8081') },
      { prefix: '/api/v1/faults', target: new URL('http://inducer:5000') },
    ]);
  });

  it('name the hosts that REST and the page answer to', () => {
    const settings = loadSlaManagerSettings({ ALLOWED_HOSTS: 'sla-manager,.example.org' });
    expect(httpOptions(settings, '1.2.3').allowedHosts).toEqual(['sla-manager', '.example.org']);
  });

  it('say which services run here, and which are forwarded to', () => {
    const settings = loadSlaManagerSettings({ SLA_FORWARD: 'anomalies=http://detector:8081' });
    expect(slaManagerOptions(settings, '1.2.3').services()).toEqual([
      { name: 'sla-manager', version: '1.2.3', where: 'here' },
      { name: 'anomalies', where: 'forwarded' },
    ]);
  });

  it.each(['anomalies', 'anomalies=ftp://x', 'a/b=http://x', 'a=http://', 'a=http://x,a=http://y'])(
    'do not forward to %s',
    (text) => {
      expect(() => loadSlaManagerSettings({ SLA_FORWARD: text })).toThrow(/SLA_FORWARD/);
    },
  );
});
