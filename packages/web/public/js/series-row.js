import { createChart } from './chart.js';
import { element, setIcon, setShown, setText, stateIcon } from './dom.js';
import { formatBounds, formatShare, formatValue, formatWindow, hasEnded, shownState } from './format.js';
import { createMeter } from './meter.js';
import { budgetSentence, modelSentence, predictionSentence, problemSentence } from './sentences.js';
import { serverNow } from './server-time.js';

/** One series of an objective: what is so now, what is predicted, and the chart. */
export function createSeriesRow(objective) {
  const icon = stateIcon('ok');
  const stateText = element('span');
  const badge = element('p', { class: 'state' }, icon, stateText);
  const value = element('strong', { class: 'value' });
  const bounds = element('span', { class: 'bounds' });
  const emphasis = element('strong');
  const rest = element('span');
  const currentLine = element('p', { class: 'current' }, value, bounds);
  const prediction = element('p', { class: 'prediction' }, emphasis, rest);
  const modelSummary = element('summary');
  const modelDetail = element('p');
  const model = element('details', { class: 'model' }, modelSummary, modelDetail);
  const reason = element('p', { class: 'reason' });
  const problemName = element('strong', { class: 'problem-name' });
  const problemDetail = element('span');
  const problemNote = element('p', { class: 'problem' }, problemName, problemDetail);
  const labels = element('p', { class: 'labels' });
  const compliance = element('dd');
  const meter = createMeter();
  const budget = element('dd');
  const facts = element(
    'dl',
    { class: 'facts' },
    element('div', {}, element('dt', {}, `Kept ${formatWindow(objective.window)}`), compliance, meter.node),
    element('div', {}, element('dt', {}, 'Error budget'), budget),
  );
  const chart = createChart({ label: objective.indicator, unit: objective.unit, bounds: objective });
  const node = element(
    'div',
    { class: 'series' },
    element(
      'div',
      { class: 'now' },
      badge,
      currentLine,
      prediction,
      model,
      reason,
      problemNote,
      labels,
      facts,
    ),
    chart.node,
  );

  let newest;
  let problem;
  let chartData;
  const show = () => {
    const { current } = newest;
    const { state, name } = shownState(newest);
    // Of a series that has ended there is no present and no future.
    const goesOn = !hasEnded(newest);
    node.dataset.state = state;
    setIcon(icon, state);
    setText(stateText, name);
    setText(value, current ? formatValue(current.value, objective.unit) : 'no recent value');
    setText(bounds, formatBounds(objective, objective.unit));
    setShown(currentLine, goesOn);
    const sentence = predictionSentence(newest, objective, chartData);
    setText(emphasis, sentence.emphasis);
    setText(rest, sentence.rest);
    setShown(prediction, goesOn);
    const { summary, detail } = modelSentence(newest);
    setText(modelSummary, summary);
    setText(modelDetail, detail);
    setShown(model, goesOn && newest.prediction.available);
    setText(reason, newest.reason ? `Why: ${newest.reason.detail} (${newest.reason.reason})` : '');
    setShown(
      reason,
      newest.reason !== null &&
        (newest.prediction.available || newest.reason.detail !== newest.prediction.detail),
    );
    showProblem();
    setText(labels, newest.series);
    showCompliance();
  };
  const showProblem = () => {
    const sentence = problem ? problemSentence(problem) : { emphasis: '', rest: '' };
    setText(problemName, sentence.emphasis);
    setText(problemDetail, sentence.rest);
    setShown(problemNote, problem !== undefined);
  };
  const showCompliance = () => {
    const { compliance: share, coverage, targetMet } = newest;
    const known =
      coverage < 0.9995 && share !== null ? `, of the ${formatShare(coverage)} that is known` : '';
    setText(
      compliance,
      share === null ? 'no data' : `${formatShare(share)} (target ${formatShare(objective.target)})${known}`,
    );
    compliance.classList.toggle('missed', targetMet === false);
    meter.update(share, objective.target);
    setText(budget, budgetSentence(newest, share));
    budget.classList.toggle('missed', newest.errorBudget.remainingSeconds < 0);
  };

  return {
    node,
    /** @param status  of the series, with its `problem` where it is not analysed as it should be */
    update(status) {
      newest = status;
      problem = status.problem;
      show();
    },
    /** @param data  samples and forecast as `/series` gives them; undefined when it has none of this series */
    updateChart(data = { samples: [], forecast: null }) {
      chartData = data;
      show();
      const isOver = hasEnded(newest);
      const told = isOver ? [stateText, reason] : [stateText, value, bounds, prediction];
      const said = told.map((part) => part.textContent).join(', ');
      chart.update(isOver ? { ...data, forecast: null } : data, serverNow(), said);
      setShown(chart.node, data.samples.length > 0);
      node.classList.toggle('without-chart', data.samples.length === 0);
    },
    repaint: chart.repaint,
    remove: chart.destroy,
  };
}
