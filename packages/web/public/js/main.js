import { get } from './api.js';
import { reconcile, setShown, setText } from './dom.js';
import { states } from './format.js';
import { createHeader } from './header.js';
import { createLogin } from './login.js';
import { createProblemIndex, createProblemList, mostProblems } from './problems.js';
import { noteServerTime } from './server-time.js';
import { createSlaCard } from './sla-card.js';
import { readStatus } from './status.js';

const refreshMs = 10_000;

const byId = (id) => document.getElementById(id);
const header = createHeader();
const login = createLogin(() => refresh());
const list = byId('slas');
const cards = new Map();
const visible = new Set();
const problemList = createProblemList(byId('problems'));
const page = {
  window: '3h',
  updatedAt: undefined,
  evaluatedAt: undefined,
  isAboutKnown: false,
  problems: createProblemIndex([]),
};

/** Charts are read for the cards on the screen and near it only. */
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const card = [...cards.values()].find(({ node }) => node === target);
      if (!card) continue;
      if (!isIntersecting) visible.delete(card);
      else if (!visible.has(card)) {
        visible.add(card);
        updateCharts([card]);
      }
    }
  },
  { rootMargin: '600px' },
);

function makeCard(sla) {
  const card = createSlaCard(sla);
  watcher.observe(card.node);
  return {
    ...card,
    remove() {
      watcher.unobserve(card.node);
      visible.delete(cards.get(sla.name));
      card.remove();
    },
  };
}

async function refresh() {
  try {
    if (!page.isAboutKnown) {
      header.showAbout(await get('/api/v1/about'));
      await login.showCaller();
      page.isAboutKnown = true;
    }
    await refreshProblems();
    const status = await readStatus(get);
    noteServerTime(status.evaluatedAt);
    page.updatedAt = Date.now();
    page.evaluatedAt = Date.parse(status.evaluatedAt);
    show(status);
    header.showTrouble(undefined);
    await updateCharts([...visible]);
  } catch (trouble) {
    // The server may have been started anew, with other data.
    if (trouble.isServerAway) page.isAboutKnown = false;
    byId('loading')?.remove();
    if (trouble.isUnknown) await askWhoItIs();
    else header.showTrouble(trouble, page.evaluatedAt);
  }
  header.showFreshness(page.updatedAt, page.evaluatedAt);
}

/** The server must know who looks: what was shown before is shown no longer. */
async function askWhoItIs() {
  if (page.updatedAt !== undefined) return location.reload();
  page.isAboutKnown = false;
  header.showTrouble(undefined);
  await login.ask().catch((trouble) => header.showTrouble(trouble));
}

/** What is not analysed as it should be. Whether all is well with the SLAs is told without it. */
async function refreshProblems() {
  try {
    const { problems, next } = await get(`/api/v1/series?problem=any&limit=${mostProblems}`);
    page.problems = createProblemIndex(problems);
    problemList.show(problems, next !== undefined);
  } catch (trouble) {
    if (trouble.isServerAway) throw trouble;
  }
}

async function updateCharts(some) {
  const outcomes = await Promise.allSettled(some.map((card) => card.updateCharts(page.window)));
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) header.showTrouble(failed.reason, page.evaluatedAt);
}

function show({ state, slas }) {
  byId('loading')?.remove();
  const worstFirst = slas.toSorted((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
  header.showStatus({ state, slas: worstFirst });
  const { problems } = page;
  const items = worstFirst.map((sla) => ({ ...sla, problems }));
  keepingPlace(() => reconcile(list, cards, items, ({ name }) => name, makeCard));
  list.setAttribute('aria-busy', 'false');
  setShown(byId('empty'), slas.length === 0);
}

/** Moves and changes cards under a reader who keeps what is read in place, and the focus. */
function keepingPlace(change) {
  const focused = document.activeElement;
  const top = byId('toolbar').getBoundingClientRect().bottom;
  const anchor =
    scrollY > 0
      ? [...list.children].find((node) => node.getBoundingClientRect().bottom > top + 40)
      : undefined;
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
  if (anchor?.isConnected)
    scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: 'instant' });
}

async function keepRefreshing() {
  for (;;) {
    await refresh();
    await new Promise((resolve) => setTimeout(resolve, refreshMs));
    // A page in the background waits until it is looked at again.
    while (document.hidden)
      await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}

byId('windows').addEventListener('change', (event) => {
  page.window = event.target.value;
  updateCharts([...visible]);
});

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const card of cards.values()) card.repaint();
});

setText(
  byId('example'),
  `curl -X POST ${location.origin}/api/v1/slas \\
  -H 'Content-Type: application/json' \\
  -d '{
    "name": "memory",
    "description": "The host keeps 2 GiB of memory available",
    "objectives": [{
      "name": "available",
      "indicator": "node_memory_MemAvailable_bytes",
      "min": 2147483648,
      "target": 0.99,
      "window": "12h"
    }]
  }'`,
);
setShown(byId('copy'), navigator.clipboard !== undefined);
byId('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(byId('example').textContent);
  setText(byId('copy'), 'Copied');
});

setInterval(() => header.showFreshness(page.updatedAt, page.evaluatedAt), 1_000);
keepRefreshing();
