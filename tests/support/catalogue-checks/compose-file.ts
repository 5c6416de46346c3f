import { parse } from 'yaml';
import { readText } from './catalogue-check.js';

/** A service of a compose file or of an overlay, as far as it is compared. */
export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly target?: string };
  readonly extends?: object;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly depends_on?: Readonly<Record<string, object>>;
  readonly deploy?: { readonly replicas: number };
  readonly mem_limit?: string;
}

type Named = [name: string, service: ComposeService];

// The tag !override is Compose's own.
const servicesIn = (text: string): Named[] =>
  Object.entries(
    (parse(text, { merge: true, logLevel: 'error' }) as { services: Record<string, ComposeService> })
      .services,
  );

/** Kafka, MySQL and what else is no image of ours, in docker-compose.yml. */
export const servers = (text: string): Named[] =>
  servicesIn(text).filter(([, { build, image }]) => !build && !image?.includes('FOREWARN_IMAGES'));

/** What is not a server of docker-compose.yml, nor one more of these. */
export function ownServices(text: string): Named[] {
  const brought = servers(readText('docker-compose.yml')).map(([name]) => name);
  return servicesIn(text).filter(([name, { extends: extended }]) => !brought.includes(name) && !extended);
}
