import { element, reconcile, setShown, setText } from './dom.js';
import { problemSentence } from './sentences.js';

/** Problems that are listed; the page says how many more there are. */
export const mostProblems = 50;

/** The metric of a series or selector: what stands before the brace, or in quotes behind it. */
export function metricOf(text) {
  const [, plain, quoted] = /^\s*([^\s{]+)|^\s*\{\s*"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  return plain ?? quoted ?? '';
}

/**
 * Sorts the problems into those that each card can show and finds them again.
 *
 * @param problems  as `/api/v1/series?problem=any` gives them
 */
export function createProblemIndex(problems) {
  const bySeries = new Map(problems.filter(({ kind }) => kind === 'series').map((each) => [each.name, each]));
  return {
    /** The problem of a series; undefined where it has none. */
    ofSeries: (series) => bySeries.get(series),
    /** The problems of an indicator's metric that no series shown tells of. */
    ofIndicator(indicator, shownSeries) {
      const metric = metricOf(indicator);
      const shown = new Set(shownSeries);
      return problems.filter(
        ({ kind, name }) => metricOf(name) === metric && !(kind === 'series' && shown.has(name)),
      );
    },
  };
}

/** The list of what is not analysed as it should be, above the SLAs. */
export function createProblemList(section) {
  const list = section.querySelector('ul');
  const summary = section.querySelector('summary');
  const more = section.querySelector('.more');
  const known = new Map();
  return {
    /** @param hasMore  whether there are others than these */
    show(problems, hasMore) {
      const are = problems.length === 1 && !hasMore ? 'is not analysed as it' : 'are not analysed as they';
      const what = problems.length === 1 ? 'series or selector' : 'series or selectors';
      setText(summary, `${problems.length}${hasMore ? ' or more' : ''} ${what} ${are} should be`);
      reconcile(list, known, problems, ({ kind, name }) => `${kind} ${name}`, createItem);
      setShown(more, hasMore);
      setShown(section, problems.length > 0);
    },
  };
}

function createItem({ name }) {
  const emphasis = element('strong', { class: 'problem-name' });
  const rest = element('span');
  const label = element('bdi', { class: 'labels' }, name);
  return {
    node: element('li', {}, label, element('p', {}, emphasis, rest)),
    update(problem) {
      const sentence = problemSentence(problem);
      setText(emphasis, sentence.emphasis);
      setText(rest, sentence.rest);
    },
  };
}
