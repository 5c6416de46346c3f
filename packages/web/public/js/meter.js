import { element } from './dom.js';

/** Compliance as a bar from 0 to 100 %, with a mark at the target; the numbers stand beside it. */
export function createMeter() {
  const bar = element('span', { class: 'meter-bar' });
  const mark = element('span', { class: 'meter-mark' });
  const node = element('span', { class: 'meter', 'aria-hidden': 'true' }, bar, mark);
  return {
    node,
    update(compliance, target) {
      bar.style.width = `${(compliance ?? 0) * 100}%`;
      mark.style.left = `${target * 100}%`;
      node.classList.toggle('missed', compliance !== null && compliance < target);
    },
  };
}
