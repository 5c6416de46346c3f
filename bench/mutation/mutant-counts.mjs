/**
 * How many mutants there are of each outcome.
 *
 * @param {readonly { status: string, testsCompleted?: number }[]} mutants  as Stryker judged them
 * @returns {(string | number)[]} mutants, killed, survived, no coverage, time-out, not judged, score in percent: the share of those judged
 *   that made a test fail or hang
 */
export function mutantCounts(mutants) {
  const countOf = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  // A run without a single test proves nothing: Stryker's runner counts it as survived.
  const unrun = mutants.filter(
    ({ status, testsCompleted }) => status === 'Survived' && !testsCompleted,
  ).length;
  const [killed, timedOut, uncovered] = [countOf('Killed'), countOf('Timeout'), countOf('NoCoverage')];
  const survived = countOf('Survived') - unrun;
  const judged = killed + timedOut + uncovered + survived;
  const score = judged === 0 ? '' : `${((100 * (killed + timedOut)) / judged).toFixed(1)} %`;
  return [mutants.length, killed, survived, uncovered, timedOut, mutants.length - judged, score];
}
