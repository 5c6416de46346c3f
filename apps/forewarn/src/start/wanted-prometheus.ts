import {
  type Environment,
  loadSettings,
  prometheusContradictions,
  prometheusSettings,
  prometheusTarget,
} from '@forewarn/config';

/** A Prometheus and the access to it. */
export type WantedPrometheus = ReturnType<typeof prometheusTarget>;

/**
 * The Prometheus that the user named, with what the environment says of the access to it: the same settings as those of a process of its own.
 *
 * @param url  of the flag, or of `PROMETHEUS_URL`; absent, `PROMETHEUS_URL_FILE` may name one
 * @returns    undefined where nobody named one
 * @throws     {ForewarnError} `config-invalid`
 */
export function wantedPrometheus(url: string | undefined, env: Environment): WantedPrometheus | undefined {
  if (!url && !env.PROMETHEUS_URL_FILE) return undefined;
  const { PROMETHEUS_URL: _, PROMETHEUS_URL_FILE: file, ...rest } = env;
  // Who says it on the command line means that.
  const named = url ? { PROMETHEUS_URL: url } : { PROMETHEUS_URL_FILE: file };
  return prometheusTarget(loadSettings(prometheusSettings, { ...rest, ...named }, prometheusContradictions));
}
