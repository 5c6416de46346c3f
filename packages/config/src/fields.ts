import { accessSync, constants } from 'node:fs';
import { profileNamed } from '@forewarn/analysis';
import {
  ForewarnError,
  parseDuration,
  parseSelector,
  readSelector,
  requireAffordable,
  type SeriesSelector,
} from '@forewarn/core';
import { z } from 'zod';
import { parsed } from './parsed.js';

/** A host name or address to listen on or connect to. */
export const host = () => z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address');

/** A TCP port; 0 lets the system choose one. */
export const port = () => integer(0, 65_535);

/**
 * A whole number.
 *
 * @param min  least value
 * @param max  greatest value
 */
export const integer = (min: number, max: number) => {
  const range = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^-?\d{1,15}$/, range)
    .transform(Number)
    .pipe(z.number().min(min, range).max(max, range));
};

/** `on` or `off`. */
export const onOff = () => z.enum(['on', 'off'], 'must be on or off').transform((text) => text === 'on');

/** A duration such as 90s, 10m or 1h30m, in milliseconds. */
export const duration = () => parsed(parseDuration, 'must be a duration such as 90s, 10m, 1h30m or 7d');

/** A duration from 1s to 7d, in milliseconds: what timers can wait for, which take a longer one for none. */
export const timeout = () => {
  const range = 'must be a duration from 1s to 7d';
  return duration().pipe(z.number().min(1_000, range).max(604_800_000, range));
};

/** The path of a file that this process can read. */
export const file = () => parsed(readableFile);

function readableFile(path: string): string {
  try {
    accessSync(path, constants.R_OK);
    return path;
  } catch (thrown) {
    const why = thrown instanceof Error && 'code' in thrown ? thrown.code : 'unknown error';
    throw new ForewarnError('config-invalid', `names ${path}, which cannot be read (${why})`);
  }
}

/** An http or https address. */
export const httpUrl = () =>
  z.url({ protocol: /^https?$/, error: 'must be an address such as http://127.0.0.1:9090' });

/** Texts separated by commas, at least one. */
export const list = () =>
  z
    .string()
    .transform((text) => partsOf(text.split(',')))
    .pipe(z.array(z.string()).min(1, 'must name at least one, separated by commas'));

/** Addresses `host:port` separated by commas, at least one. */
export const addresses = () =>
  list().pipe(
    z.array(
      z
        .string()
        .regex(
          /^([^\s:/]+|\[[0-9A-Fa-f:]+\]):\d{1,5}$/,
          'must be addresses such as kafka-1:9092,kafka-2:9092',
        ),
    ),
  );

/** Names that requests may mean, separated by commas: `forewarn.example.org`, `.example.org` for that and all below, `*` for all. */
export const hostNames = () =>
  list().pipe(
    z.array(
      z
        .string()
        .regex(
          /^(\*|\.?\w[\w-]*(\.\w[\w-]*)*\.?|\[[0-9A-Fa-f:.]+\])$/,
          'must be host names without ports, such as forewarn.example.org or .example.org for all below, or * for all',
        ),
    ),
  );

/** Parts of the REST API and who answers for them: `anomalies=http://detector:8081,faults=http://inducer:5000`, each part once. */
export const forwards = () => parsed(parseForwards);

function parseForwards(text: string): { prefix: string; target: URL }[] {
  const all = partsOf(text.split(',')).map(parseForward);
  if (new Set(all.map(({ prefix }) => prefix)).size === all.length) return all;
  throw new ForewarnError('config-invalid', 'must name each part of the API once');
}

function parseForward(text: string) {
  const [, domain, address = ''] = /^([a-z][a-z0-9-]*)=(https?:\/\/\S+)$/.exec(text) ?? [];
  if (domain !== undefined && URL.canParse(address))
    return { prefix: `/api/v1/${domain}`, target: new URL(address) };
  const example = 'anomalies=http://detector:8081,faults=http://inducer:5000';
  throw new ForewarnError('config-invalid', `must be parts of the API and addresses such as ${example}`);
}

/** Series selectors separated by semicolons, at least one. A semicolon between double quotes belongs to a label's value. */
export const selectors = () => parsed(parseSelectors);

/** The name of an analysis profile. */
export const profile = () => parsed(profileNamed);

const selectorText = /(?:"(?:[^"\\]|\\.)*"?|[^;"])+/gs;

function parseSelectors(text: string): SeriesSelector[] {
  const parts = partsOf(text.match(selectorText) ?? []);
  if (parts.length > 0) {
    requireAffordable(parts.map((part) => readSelector(part).matchers));
    return parts.map(parseSelector);
  }
  throw new ForewarnError(
    'invalid-selector',
    'must hold at least one series selector; separate several with semicolons',
  );
}

const partsOf = (texts: readonly string[]): string[] => texts.map((part) => part.trim()).filter(Boolean);
