/**
 * What CHANGELOG.md says of one version.
 *
 * @param {string} changelog  in the form of Keep a Changelog
 * @param {string} version    such as `0.2.0`, without `v`
 * @returns {{ date: string | undefined, body: string } | undefined} the text behind the heading `## [0.2.0] - 2026-01-31`; undefined without
 *   that heading. `date` is undefined where none stands in it.
 */
export function changelogSection(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  if (section === undefined) return undefined;
  const [heading, ...lines] = section.split('\n');
  return { date: / - (\d{4}-\d{2}-\d{2})$/.exec(heading.trimEnd())?.[1], body: lines.join('\n').trim() };
}
