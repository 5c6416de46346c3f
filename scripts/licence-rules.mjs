/**
 * Licences that what is shipped may have: each lets it be used, changed and passed on, and asks for nothing but its text and its notices.
 * By their SPDX names.
 */
export const allowedLicences = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
];

/**
 * The licence that a package is taken under.
 *
 * @param {unknown} expression  what its manifest says, such as `MIT` or `(MIT OR GPL-2.0)`: of a choice the first allowed one is taken
 * @returns {string | undefined} undefined where there is none, or none that is allowed or understood
 */
export function licenceTaken(expression) {
  if (typeof expression !== 'string') return undefined;
  const choices = expression.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return choices.find((choice) => choice.split(' AND ').every((name) => allowedLicences.includes(name)));
}

/**
 * Why packages may not be shipped as they are.
 *
 * @param packages  of `shippedPackages`
 * @returns {string[]} one line a problem: package, version, licence, and what to do
 */
export function licenceProblems(packages) {
  return packages.flatMap(({ name, version, licence, text }) => {
    const what = `${name} ${version}`;
    if (licenceTaken(licence) === undefined)
      return [
        `${what} has the licence ${JSON.stringify(licence) ?? 'nothing'}, which is not among the allowed ones: use another package, ` +
          'or add the licence to scripts/licence-rules.mjs where it asks for nothing but its text',
      ];
    if (text === undefined)
      return [
        `${what} (${licence}) brings no text of its licence, which must go with it: use another version or package`,
      ];
    return [];
  });
}
