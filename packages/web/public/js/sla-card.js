import { get } from './api.js';
import { element, reconcile, setIcon, setShown, setText, stateIcon } from './dom.js';
import { createEpisodes } from './episodes.js';
import { shownState } from './format.js';
import { createHistoryStrip } from './history-strip.js';
import { problemSentence } from './sentences.js';
import { createSeriesRow } from './series-row.js';

/** Series of one objective that are shown; the worst come first. */
const mostSeries = 12;

/** The id that the overview links to. */
export const cardId = (name) => `sla-${name}`;

/** An SLA with its objectives and their series. */
export function createSlaCard({ name }) {
  const icon = stateIcon('ok');
  const stateText = element('span');
  const heading = element('h2', { id: `${cardId(name)}-title` }, name);
  const description = element('p', { class: 'description' });
  const target = element('p', { class: 'target-missed' }, 'Target missed');
  const objectives = element('div', { class: 'objectives' });
  const episodes = createEpisodes(name);
  const path = `/api/v1/slas/${encodeURIComponent(name)}`;
  const links = ['status', 'violations', 'predictions', 'execution-times'].map((part) =>
    element('a', { href: `${path}/${part}` }, part.replace('-', ' ')),
  );
  const node = element(
    'article',
    { class: 'card', id: cardId(name), tabindex: '-1', 'aria-labelledby': heading.id },
    element(
      'header',
      {},
      element('div', { class: 'title' }, heading, description),
      element('div', { class: 'verdict' }, target, element('p', { class: 'state badge' }, icon, stateText)),
    ),
    objectives,
    element('footer', {}, episodes.node, element('p', { class: 'links' }, 'JSON: ', ...links)),
  );
  const known = new Map();
  const updateSeries = async (window) => {
    const { objectives: charts } = await get(`${path}/series?window=${window}`);
    for (const chart of charts) known.get(objectiveKey({ objective: chart }))?.updateCharts(chart);
  };
  return {
    node,
    /** @param problems  of all series, as `createProblemIndex` sorts them */
    update({ problems, ...sla }) {
      node.dataset.state = sla.state;
      setIcon(icon, sla.state);
      setText(stateText, shownState(sla).name);
      setText(description, sla.description);
      setShown(description, sla.description !== '');
      setShown(target, sla.targetMet === false);
      const names = sla.objectives.length > 1 || sla.objectives[0]?.name !== name;
      const items = sla.objectives.map((objective) => ({ objective, problems, isNamed: names }));
      reconcile(objectives, known, items, objectiveKey, (item) => createObjective(name, item));
    },
    async updateCharts(window) {
      // How it stood is told from the database, also while the samples cannot be read.
      await Promise.all([updateHistories(known), updateSeries(window)]);
      await episodes.update();
    },
    repaint() {
      for (const view of known.values()) view.repaint();
    },
    remove() {
      for (const view of known.values()) view.remove();
    },
  };
}

/** One after the other: an SLA may have very many objectives. */
async function updateHistories(views) {
  for (const view of views.values()) await view.updateHistory();
}

/** An objective that was changed is another one: its chart has other bounds. */
const objectiveKey = ({ objective: { name, indicator, min, max, target, window } }) =>
  JSON.stringify([name, indicator, min, max, target, window]);

function createObjective(slaName, { objective, isNamed }) {
  const heading = element('h3', {}, objective.name);
  const reason = element('p', { class: 'reason' });
  const history = createHistoryStrip(slaName, objective.name);
  const rows = element('div', { class: 'rows' });
  const more = element('p', { class: 'more' });
  const problemName = element('strong', { class: 'problem-name' });
  const problemDetail = element('span');
  const problemNote = element('p', { class: 'problem' }, problemName, problemDetail);
  const node = element(
    'section',
    { class: 'objective', 'aria-label': objective.name },
    heading,
    reason,
    history.node,
    rows,
    problemNote,
    more,
  );
  setShown(heading, isNamed);
  const known = new Map();
  return {
    node,
    update({ objective: newest, problems }) {
      const shown = newest.series.slice(0, mostSeries);
      setText(reason, newest.series.length === 0 ? `${newest.reason.detail} (${newest.reason.reason})` : '');
      setShown(reason, newest.series.length === 0);
      const hidden = newest.series.length - shown.length + (newest.seriesOmitted ?? 0);
      setText(more, hidden > 0 ? `${hidden} more series, none worse than these` : '');
      setShown(more, hidden > 0);
      const names = newest.series.map(({ series }) => series);
      const [first, ...others] = problems.ofIndicator(newest.indicator, names);
      const sentence = first ? problemSentence(first) : { emphasis: '', rest: '' };
      setText(problemName, first ? `${first.name}: ${sentence.emphasis.toLowerCase()}` : '');
      setText(
        problemDetail,
        others.length > 0 ? `${sentence.rest}; and ${others.length} more` : sentence.rest,
      );
      setShown(problemNote, first !== undefined);
      reconcile(
        rows,
        known,
        shown.map((each) => ({ ...each, problem: problems.ofSeries(each.series) })),
        ({ series }) => series,
        () => createSeriesRow(objective),
      );
    },
    updateCharts({ series }) {
      const bySeries = new Map(series.map((chart) => [chart.series, chart]));
      for (const [name, row] of known) row.updateChart(bySeries.get(name));
    },
    updateHistory: history.update,
    repaint() {
      for (const row of known.values()) row.repaint();
    },
    remove() {
      history.remove();
      for (const row of known.values()) row.remove();
    },
  };
}
