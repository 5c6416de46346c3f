import { get } from './api.js';
import { element, setText } from './dom.js';
import { formatSpan, formatTime, formatValue } from './format.js';
import { serverNow } from './server-time.js';

const mostShown = 20;

/** Past violations of an SLA, read only while they are looked at. */
export function createEpisodes(slaName) {
  const summary = element('summary', {}, 'Violations of the last 12 h');
  const body = element('div', { class: 'episodes' });
  const node = element('details', {}, summary, body);
  const update = async () => {
    if (!node.open) return;
    try {
      show(body, await get(`/api/v1/slas/${encodeURIComponent(slaName)}/violations?window=12h`));
    } catch (trouble) {
      setText(body, trouble.message);
    }
  };
  node.addEventListener('toggle', update);
  return { node, update };
}

function show(body, { count, timeInViolationSeconds, objectives }) {
  const rows = objectives
    .flatMap((objective) =>
      objective.series.flatMap(({ series, episodes }) =>
        episodes.map((episode) => ({ objective, series, ...episode })),
      ),
    )
    .sort((a, b) => Date.parse(b.start) - Date.parse(a.start));
  if (count === 0) return setText(body, 'None.');
  const total = `${rows.length} ${rows.length === 1 ? 'episode' : 'episodes'}, ${formatSpan(timeInViolationSeconds)} in violation`;
  const more = rows.length > mostShown ? `, the newest ${mostShown} shown` : '';
  const head = ['From', 'To', 'Length', 'Worst', ...(objectives.length > 1 ? ['Objective'] : [])];
  const table = element(
    'table',
    {},
    element('caption', {}, `${total}${more}`),
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, ...rows.slice(0, mostShown).map((row) => rowOf(row, objectives.length > 1))),
  );
  body.replaceChildren(table);
}

function rowOf({ start, end, durationSeconds, worst, objective, series }, namesObjective) {
  const now = serverNow();
  const cells = [
    formatTime(Date.parse(start), now),
    formatTime(Date.parse(end), now),
    formatSpan(durationSeconds),
    formatValue(worst.value, objective.unit),
    ...(namesObjective ? [objective.name] : []),
  ];
  return element('tr', { title: series }, ...cells.map((text) => element('td', {}, text)));
}
