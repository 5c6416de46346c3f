import fc from 'fast-check';
import { wildNumber, wildText } from './texts.js';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Own fields alone, also of the name `__proto__`. */
const objectOf = (entries: readonly (readonly [string, Json])[]): Json => Object.fromEntries(entries);

/** Any JSON value, shallow: what stands where something else was expected. */
const wildJson: fc.Arbitrary<Json> = fc.letrec<{ any: Json; leaf: Json }>((tie) => ({
  leaf: fc.oneof(fc.constant(null), fc.boolean(), wildNumber, wildText),
  any: fc.oneof(
    { weight: 5, arbitrary: tie('leaf') },
    { weight: 1, arbitrary: fc.array(tie('any'), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.array(fc.tuple(wildText, tie('any')), { maxLength: 4 }).map(objectOf) },
  ),
})).any;

/** Something that happens to one place of a document. */
type Edit =
  | { readonly how: 'replace' | 'add'; readonly at: number; readonly name: string; readonly value: Json }
  | { readonly how: 'remove' | 'repeat' | 'wrap' | 'reverse'; readonly at: number }
  | { readonly how: 'copy'; readonly at: number; readonly from: number };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    how: fc.constantFrom('replace' as const, 'add' as const),
    at: fc.nat(),
    name: fc.oneof(wildText, fc.constantFrom('status', 'data', 'name', 'metric', 'values', 'isPartial')),
    value: wildJson,
  }),
  fc.record({
    how: fc.constantFrom('remove' as const, 'repeat' as const, 'wrap' as const, 'reverse' as const),
    at: fc.nat(),
  }),
  fc.record({ how: fc.constant('copy' as const), at: fc.nat(), from: fc.nat() }),
);

/** A valid document, changed in some places: wrong types, missing parts, what is there twice, what is not in order. */
export const edited = (documents: fc.Arbitrary<Json>, mostEdits = 3): fc.Arbitrary<Json> =>
  fc
    .tuple(documents, fc.array(edit, { maxLength: mostEdits }))
    .map(([document, edits]) => edits.reduce(applied, document));

/** A place in a document: the names and positions that lead there. */
type Place = readonly (string | number)[];

function placesOf(value: Json, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const below = Array.isArray(value)
    ? value.flatMap((item, index) => placesOf(item, [...at, index]))
    : Object.entries(value).flatMap(([name, item]) => placesOf(item as Json, [...at, name]));
  return [at, ...below];
}

function applied(document: Json, change: Edit): Json {
  const places = placesOf(document);
  const place = places[change.at % places.length]!;
  switch (change.how) {
    case 'replace':
      return changed(document, place, () => change.value);
    case 'remove':
      return changed(document, place, () => undefined);
    case 'wrap':
      return changed(document, place, (value) => [value]);
    case 'copy':
      return changed(document, place, () => valueAt(document, places[change.from % places.length]!));
    case 'reverse':
      return changed(document, place, (value) => (Array.isArray(value) ? value.toReversed() : value));
    case 'repeat':
      return changed(document, place, (value) =>
        Array.isArray(value) ? [...value, ...value] : [value, value],
      );
    case 'add':
      return changed(document, place, (value) => withMore(value, change.name, change.value));
  }
}

function withMore(value: Json, name: string, more: Json): Json {
  if (Array.isArray(value)) return [...value, more];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries([...Object.entries(value), [name, more]]);
}

const valueAt = (document: Json, place: Place): Json =>
  place.reduce<Json>((value, name) => (value as Record<string | number, Json>)[name]!, document);

/** @param change  undefined takes the value away */
function changed(document: Json, place: Place, change: (value: Json) => Json | undefined): Json {
  const [name, ...rest] = place;
  if (name === undefined) return change(document) ?? null;
  const inner = (value: Json): Json | undefined =>
    rest.length === 0 ? change(value) : changed(value, rest, change);
  if (Array.isArray(document))
    return document.flatMap((item, index) => (index === name ? (kept(inner(item)) as Json[]) : [item]));
  const entries = Object.entries(document as { readonly [name: string]: Json });
  return Object.fromEntries(
    entries.flatMap(([key, item]) =>
      key === name ? kept(inner(item)).map((value) => [key, value]) : [[key, item]],
    ),
  );
}

const kept = (value: Json | undefined): readonly Json[] => (value === undefined ? [] : [value]);
