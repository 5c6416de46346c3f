import { get } from './api.js';
import { element, setText, svgElement } from './dom.js';
import { historyRuns, historySentence, minutesOf, runTitle } from './history.js';
import { serverNow } from './server-time.js';

/** There is one verdict a minute. */
const askEveryMs = 60_000;

/** Of the picture; a minute is one unit wide, whatever the width on the screen. */
const fullHeight = 12;

/** The worse, the higher: who does not tell the colours apart sees it, too. */
const heights = { violated: 12, 'at-risk': 9, 'insufficient-data': 6, ended: 6, ok: 4, none: 1 };

/** How an objective stood in the last three hours: a strip, and in words. Read only while it is on the screen or near it. */
export function createHistoryStrip(slaName, objectiveName) {
  const path = `/api/v1/slas/${encodeURIComponent(slaName)}/objectives/${encodeURIComponent(objectiveName)}/history`;
  const picture = svgElement('svg', { 'aria-hidden': 'true', preserveAspectRatio: 'none' });
  const text = element('figcaption', {}, 'Reading…');
  const node = element('figure', { class: 'history' }, picture, text);

  let isVisible = false;
  let askedAt = -Infinity;
  const update = async () => {
    const now = performance.now();
    if (!isVisible || now - askedAt < askEveryMs) return;
    askedAt = now;
    try {
      const runs = historyRuns(await get(`${path}?window=3h&limit=180`));
      draw(picture, runs);
      setText(text, historySentence(runs));
    } catch (trouble) {
      picture.replaceChildren();
      setText(text, trouble.message);
    }
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      isVisible = entries.at(-1).isIntersecting;
      update();
    },
    { rootMargin: '600px' },
  );
  watcher.observe(node);

  return { node, update, remove: () => watcher.disconnect() };
}

function draw(picture, runs) {
  const nowMs = serverNow();
  const width = runs.reduce((sum, run) => sum + minutesOf(run), 0);
  let x = 0;
  const bars = runs.map((run) => {
    const height = heights[run.state];
    const title = svgElement('title', {}, runTitle(run, nowMs));
    const place = { x, y: fullHeight - height, width: minutesOf(run), height };
    x += place.width;
    return svgElement('rect', { ...place, 'data-state': run.state }, title);
  });
  picture.setAttribute('viewBox', `0 0 ${width} ${fullHeight}`);
  picture.replaceChildren(...bars);
}
