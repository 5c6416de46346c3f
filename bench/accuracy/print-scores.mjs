import { markdownTable } from '../report/markdown-table.mjs';

/**
 * Prints the scores of one source.
 *
 * @param {{ name: string, seriesCount: number, windowCount: number, scores: Map<string, import('./score.mjs').Score | undefined> }} source
 */
export function printScores({ name, seriesCount, windowCount, scores }) {
  process.stdout.write(`\n${name}: ${windowCount} windows of ${seriesCount} series\n\n`);
  process.stdout.write(
    markdownTable(
      [
        'forecaster',
        'MASE mean',
        'median',
        'coverage',
        'interval score mean',
        'median',
        'CPU ms',
        'without forecast',
      ],
      [...scores].map(([forecaster, score]) => [
        forecaster,
        ...(score ? cells(score) : noCells(windowCount)),
      ]),
    ),
  );
}

const cells = (score) => [
  score.meanError.toFixed(3),
  score.medianError.toFixed(3),
  score.coverage.toFixed(3),
  score.meanScore.toPrecision(3),
  score.medianScore.toPrecision(3),
  score.cpuMs.toPrecision(3),
  score.unanswered,
];

const noCells = (windowCount) => ['', '', '', '', '', '', windowCount];
