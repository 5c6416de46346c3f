import { markdownTable } from '../../report/markdown-table.mjs';
import { peerAnswers } from '../peer-answers.mjs';
import { families } from './families.mjs';
import { scoreWakes } from './score-wakes.mjs';
import { wakeForecasters } from './wake-forecasters.mjs';
import { wakesOf } from './wakes.mjs';

/** Minutes since the change. */
const times = [3, 4, 5, 8, 10, 12, 15, 25, 40];
/** Settings were chosen on series of other seeds. */
const seeds = { choosing: 1, reporting: 70_000_001 };
/** Peers take a tenth of a second a window, so they see fewer. */
const peerTimes = [4, 12, 25];
const peerSeries = 12;
const peer = 'statsforecast AutoETS, no season';

/**
 * Coverage and width of intervals behind changes of simulated series, printed as Markdown.
 *
 * @param {{ python?: object, seriesCount: number, choosing: boolean }} options  series a family; `choosing` takes the seeds for development
 */
export async function runWakes({ python, seriesCount, choosing }) {
  const firstSeed = choosing ? seeds.choosing : seeds.reporting;
  const wakes = wakesOf(families, { seriesCount, firstSeed, times });
  const answers = new Map(Object.entries(wakeForecasters).map(([name, answer]) => [name, wakes.map(answer)]));
  if (python) answers.set(`${peer}, ${peerSeries} series`, await answersOfPeer(python, wakes));
  process.stdout.write(`${seriesCount} series a family, the next ten minutes\n`);
  for (const family of Object.keys(families)) {
    process.stdout.write(`\n${family}: share inside × width in widths of the oracle\n\n`);
    process.stdout.write(tableOf(family, wakes, answers));
  }
}

async function answersOfPeer(python, wakes) {
  const isAsked = ({ series, minutes }) => series < peerSeries && peerTimes.includes(minutes);
  const asked = wakes.filter(isAsked).map(({ minuteMeans }) => ({ known: minuteMeans }));
  const given = (await peerAnswers(python, asked, [peer])).get(peer);
  let next = 0;
  return wakes.map((wake) => (isAsked(wake) ? given[next++] : undefined));
}

function tableOf(family, wakes, answers) {
  const rows = [...answers].map(([name, given]) => [
    name,
    ...times.map((minutes) => {
      const chosen = wakes.flatMap((wake, i) =>
        wake.family === family && wake.minutes === minutes ? [i] : [],
      );
      return cellOf(
        scoreWakes(
          chosen.map((i) => wakes[i]),
          chosen.map((i) => given[i]),
        ),
      );
    }),
  ]);
  return markdownTable(['forecaster', ...times.map((minutes) => `${minutes} min`)], rows);
}

function cellOf(score) {
  if (!score) return '';
  const share = (value) => value.toFixed(2);
  const width = (value) => (value < 9.95 ? value.toFixed(1) : value.toPrecision(2));
  const [low, high] = score.coverageInterval;
  const [narrow, wide] = score.widthInterval;
  return `${share(score.coverage)} (${share(low)}–${share(high)}) × ${width(score.width)} (${width(narrow)}–${width(wide)})`;
}
