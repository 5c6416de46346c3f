import { z } from 'zod';
import { httpUrl } from './fields.js';
import { headers } from './header-list.js';

/** How to reach Prometheus, and what it asks of those who do. */
export const prometheusSettings = {
  PROMETHEUS_URL: httpUrl().default('http://127.0.0.1:9090'),
  /** Basic authentication, in place of a user and a password in the URL. */
  PROMETHEUS_USERNAME: z
    .string()
    .regex(/^[^:]+$/, 'must not hold a colon')
    .default(''),
  PROMETHEUS_PASSWORD: z.string().default(''),
  /** The path of a file with a bearer token, which is read again when it has changed. */
  PROMETHEUS_TOKEN_FILE: z.string().default(''),
  /** Sent with every request, such as a tenant. Values may be secret. */
  PROMETHEUS_HEADERS: headers().default({}),
  /** Paths of PEM files, which are read again when they have changed: whom to trust, and who we are. */
  PROMETHEUS_TLS_CA_FILE: z.string().default(''),
  PROMETHEUS_TLS_CERT_FILE: z.string().default(''),
  PROMETHEUS_TLS_KEY_FILE: z.string().default(''),
  /** A proxy on the way, in place of that of the environment (HTTPS_PROXY, NO_PROXY). */
  PROMETHEUS_PROXY_URL: httpUrl().default(''),
};

type PrometheusSettings = z.output<z.ZodObject<typeof prometheusSettings>>;

/** The address that the settings name and the access to it, as the source takes them. */
export function prometheusTarget(settings: PrometheusSettings) {
  const {
    PROMETHEUS_USERNAME: username,
    PROMETHEUS_PASSWORD: password,
    PROMETHEUS_TLS_CA_FILE: caFile,
    PROMETHEUS_TLS_CERT_FILE: certFile,
    PROMETHEUS_TLS_KEY_FILE: keyFile,
  } = settings;
  return {
    url: settings.PROMETHEUS_URL,
    access: {
      ...(username !== '' && { basic: { username, password } }),
      ...(settings.PROMETHEUS_TOKEN_FILE !== '' && { tokenFile: settings.PROMETHEUS_TOKEN_FILE }),
      headers: settings.PROMETHEUS_HEADERS,
      tls: {
        ...(caFile !== '' && { caFile }),
        ...(certFile !== '' && keyFile !== '' && { certFile, keyFile }),
      },
      ...(settings.PROMETHEUS_PROXY_URL !== '' && { proxyUrl: settings.PROMETHEUS_PROXY_URL }),
    },
  };
}

/**
 * What the settings of the access must fulfil together.
 *
 * @returns one sentence per mistake, without any value
 */
export const prometheusContradictions = (settings: PrometheusSettings): readonly string[] => [
  ...credentialMistakes(settings),
  ...tlsMistakes(settings),
];

function credentialMistakes(settings: PrometheusSettings): string[] {
  const has = ways(settings);
  const mistakes: string[] = [];
  if (settings.PROMETHEUS_PASSWORD !== '' && settings.PROMETHEUS_USERNAME === '')
    mistakes.push('PROMETHEUS_PASSWORD is set without PROMETHEUS_USERNAME: set both');
  if (settings.PROMETHEUS_PASSWORD === '' && settings.PROMETHEUS_USERNAME !== '')
    mistakes.push('PROMETHEUS_USERNAME is set without PROMETHEUS_PASSWORD: set both');
  if (has.length > 1)
    mistakes.push(
      `${has.join(' and ')} each say who asks Prometheus: keep one of them, and remove the others`,
    );
  return mistakes;
}

/** Each way to say who asks that is used. */
function ways(settings: PrometheusSettings): string[] {
  const { username, password } = new URL(settings.PROMETHEUS_URL);
  const names = Object.keys(settings.PROMETHEUS_HEADERS).map((name) => name.toLowerCase());
  const used = {
    'the user in PROMETHEUS_URL': username !== '' || password !== '',
    PROMETHEUS_USERNAME: settings.PROMETHEUS_USERNAME !== '',
    PROMETHEUS_TOKEN_FILE: settings.PROMETHEUS_TOKEN_FILE !== '',
    'Authorization in PROMETHEUS_HEADERS': names.includes('authorization'),
  };
  return Object.entries(used).flatMap(([way, isUsed]) => (isUsed ? way : []));
}

function tlsMistakes(settings: PrometheusSettings): string[] {
  const { PROMETHEUS_TLS_CERT_FILE: cert, PROMETHEUS_TLS_KEY_FILE: key } = settings;
  const mistakes: string[] = [];
  if (cert !== '' && key === '')
    mistakes.push('PROMETHEUS_TLS_CERT_FILE is set without PROMETHEUS_TLS_KEY_FILE: set both');
  if (cert === '' && key !== '')
    mistakes.push('PROMETHEUS_TLS_KEY_FILE is set without PROMETHEUS_TLS_CERT_FILE: set both');
  const used = tlsNames.filter((name) => settings[name] !== '');
  if (used.length > 0 && new URL(settings.PROMETHEUS_URL).protocol !== 'https:')
    mistakes.push(
      `${used.join(', ')}: nothing would use it, since PROMETHEUS_URL is not https: write https, or remove it`,
    );
  return mistakes;
}

const tlsNames = ['PROMETHEUS_TLS_CA_FILE', 'PROMETHEUS_TLS_CERT_FILE', 'PROMETHEUS_TLS_KEY_FILE'] as const;
