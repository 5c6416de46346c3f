import { element, reconcile, setIcon, setShown, setText, stateIcon } from './dom.js';
import { formatExactTime, formatSpan, stateNames, states } from './format.js';
import { cardId } from './sla-card.js';

const byId = (id) => document.getElementById(id);

/** Older data than this are called old. */
const staleAfterMs = 30_000;

/** The parts of the page that are about all SLAs together. */
export function createHeader() {
  const overview = new Map();
  let shownState;
  return {
    /** State and counts, in the header, the title and the tab's icon; links to the SLAs. */
    showStatus({ state, slas }) {
      const counts = states
        .map((each) => [each, slas.filter((sla) => sla.state === each).length])
        .filter(([, count]) => count > 0)
        .map(([each, count]) => `${count} ${stateNames[each].replace('OK', 'ok').toLowerCase()}`);
      showOverall(byId('overall'), slas.length === 0 ? undefined : state, counts, shownState);
      shownState = slas.length === 0 ? undefined : state;
      document.title = counts.length > 0 ? `${counts[0]} – Forewarn` : 'Forewarn';
      document.querySelector('link[rel=icon]').href = `/icons/${shownState ?? 'unknown'}.svg`;
      setShown(byId('toolbar'), slas.length > 0);
      reconcile(byId('overview'), overview, slas, ({ name }) => name, createOverviewItem);
    },
    showAbout({ source, profile, notice, version }) {
      setText(byId('notice'), notice ?? '');
      setShown(byId('notice'), notice !== undefined);
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      setText(
        byId('about'),
        `Samples from ${source}. Analysis profile ${profile}. Times in ${zone}. Forewarn ${version}.`,
      );
    },
    /** @param updatedAt  when the newest answer came, milliseconds of this machine's clock; undefined before the first */
    showFreshness(updatedAt, evaluatedAt) {
      if (updatedAt === undefined) return;
      const age = Date.now() - updatedAt;
      const ago = age < 2_000 ? 'just now' : `${formatSpan(age / 1_000)} ago`;
      setText(byId('freshness'), `Updated ${formatExactTime(evaluatedAt)}, ${ago}`);
      document.body.classList.toggle('stale', age > staleAfterMs);
    },
    /** @param trouble  undefined when all is well */
    showTrouble(trouble, evaluatedAt) {
      const shown =
        evaluatedAt === undefined ? '' : ` What is shown is from ${formatExactTime(evaluatedAt)}.`;
      setText(byId('trouble'), trouble ? `${trouble.message}${shown} Trying again every 10 seconds.` : '');
      setShown(byId('trouble'), trouble !== undefined);
    },
  };
}

function showOverall(node, state, counts, shownState) {
  if (state === undefined) {
    setText(node, '');
    node.removeAttribute('data-state');
    return;
  }
  if (state !== shownState) {
    node.dataset.state = state;
    node.replaceChildren(
      stateIcon(state),
      element('strong', {}, stateNames[state]),
      element('span', { class: 'counts' }),
    );
  }
  setText(node.querySelector('.counts'), counts.join(' · '));
}

function createOverviewItem({ name }) {
  const icon = stateIcon('ok');
  const hint = element('span', { class: 'visually-hidden' });
  const link = element('a', { href: `#${cardId(name)}` }, icon, element('span', {}, name), hint);
  const node = element('li', {}, link);
  return {
    node,
    update({ state }) {
      link.dataset.state = state;
      setIcon(icon, state);
      setText(hint, `: ${stateNames[state]}`);
    },
  };
}
