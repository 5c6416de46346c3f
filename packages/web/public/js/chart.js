import uPlot from '/vendor/uplot.js';
import { columns, describe, lonely, paddedRange } from './chart-data.js';
import { element, setShown, setText } from './dom.js';
import { formatTime, formatValue } from './format.js';
import { serverNow } from './server-time.js';

/** Distances of grid lines that read well in the unit: halves and quarters of powers of 1024 for bytes, of ten otherwise. */
const byteSteps = Array.from({ length: 60 }, (_, power) => 2 ** power);

/**
 * A chart of one series against its bounds: samples, violations, now, and the forecast with its interval.
 * Drag to zoom, double click or Escape to leave; arrow keys move the cursor.
 */
export function createChart({ label, unit, bounds }) {
  const plotNode = element('div', { class: 'plot', tabindex: '0', role: 'img' });
  const readout = element('output', { class: 'readout' }, 'Reading…');
  const reset = element('button', { type: 'button', class: 'reset' }, 'Whole range');
  reset.hidden = true;
  const node = element('figure', { class: 'chart' }, plotNode, element('figcaption', {}, readout, reset));

  let plot;
  /** What is shown; nothing before the first update. */
  let content;
  let isZoomed = false;

  const setZoomed = (value) => {
    isZoomed = value;
    setShown(reset, value);
  };
  const showAll = () => {
    setZoomed(false);
    plot?.setScale('x', fullRange(content.data[0]));
  };

  const options = () => ({
    width: plotNode.clientWidth,
    height: plotHeight(plotNode),
    padding: [10, 24, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false, setScale: true } },
    scales: {
      x: { time: true },
      y: { range: (_plot, low, high) => paddedRange(low, high, bounds) },
    },
    axes: axes(unit),
    series: series(),
    bands: [{ series: [4, 5], fill: () => colour('--forecast-band') }],
    hooks: {
      drawAxes: [(u) => drawForbidden(u, bounds)],
      draw: [(u) => drawBounds(u, bounds, unit), (u) => drawNow(u, content.nowMs)],
      setCursor: [(u) => setText(readout, describe(u, content, unit, bounds))],
      setSelect: [(u) => u.select.width > 0 && setZoomed(true)],
    },
  });

  const make = () => {
    const { min, max } = isZoomed ? plot.scales.x : fullRange(content.data[0]);
    plot?.destroy();
    plot = new uPlot(options(), content.data, plotNode);
    plot.over.addEventListener('dblclick', () => setZoomed(false));
    plot.setScale('x', { min, max });
  };

  const resized = new ResizeObserver(() => {
    const width = plotNode.clientWidth;
    if (width === 0) return;
    if (!plot) {
      if (content) make();
    } else if (plot.width !== width) plot.setSize({ width, height: plotHeight(plotNode) });
  });
  resized.observe(plotNode);

  reset.addEventListener('click', () => {
    showAll();
    plotNode.focus();
  });
  plotNode.addEventListener('keydown', (event) => {
    if (!plot || !moveCursor(plot, event.key)) {
      if (event.key !== 'Escape' || !isZoomed) return;
      showAll();
    }
    event.preventDefault();
  });

  return {
    node,
    /** @param summary  what the picture shows, for who does not see it */
    update(chart, nowMs, summary) {
      content = { data: columns(chart, bounds), nowMs, level: chart.forecast?.level ?? 0.95 };
      plotNode.setAttribute('aria-label', `${label}. ${summary}`);
      if (!plot) {
        if (plotNode.clientWidth > 0) make();
        return;
      }
      plot.setData(content.data, false);
      if (isZoomed) plot.redraw();
      else plot.setScale('x', fullRange(content.data[0]));
      setText(readout, describe(plot, content, unit, bounds));
    },
    /** Takes over changed colours. */
    repaint: () => plot && make(),
    destroy() {
      resized.disconnect();
      plot?.destroy();
    },
  };
}

const plotHeight = (node) => (node.clientWidth < 500 ? 200 : 250);

const fullRange = (times) => ({ min: times[0] ?? 0, max: times.at(-1) ?? 1 });

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const series = () => [
  {},
  { stroke: () => colour('--line'), width: 1.75, points: { show: false } },
  {
    stroke: () => colour('--violated'),
    width: 3,
    points: { show: true, size: 5, fill: () => colour('--violated'), filter: lonely },
  },
  { stroke: () => colour('--forecast'), width: 2, dash: [5, 4], points: { show: false } },
  { stroke: 'transparent', points: { show: false } },
  { stroke: 'transparent', points: { show: false } },
];

function axes(unit) {
  const shared = {
    stroke: () => colour('--muted'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: () => colour('--grid'), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...shared,
      space: 64,
      size: 30,
      values: (_plot, splits) => splits.map((at) => formatTime(at * 1_000, serverNow())),
    },
    {
      ...shared,
      size: 76,
      ...(unit.startsWith('bytes') && { incrs: byteSteps }),
      values: (_plot, splits) => splits.map((value) => formatValue(value, unit)),
    },
  ];
}

function drawForbidden(plot, { min, max }) {
  const { left, top, width, height } = plot.bbox;
  plot.ctx.save();
  plot.ctx.fillStyle = colour('--forbidden');
  if (max !== undefined) {
    const y = clamp(plot.valToPos(max, 'y', true), top, top + height);
    plot.ctx.fillRect(left, top, width, y - top);
  }
  if (min !== undefined) {
    const y = clamp(plot.valToPos(min, 'y', true), top, top + height);
    plot.ctx.fillRect(left, y, width, top + height - y);
  }
  plot.ctx.restore();
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

function drawBounds(plot, bounds, unit) {
  const { left, width } = plot.bbox;
  for (const [name, text] of Object.entries(boundNames)) {
    const value = bounds[name];
    if (value === undefined) continue;
    const y = Math.round(plot.valToPos(value, 'y', true));
    drawLine(plot, [left, y, left + width, y], '--violated', [7, 4]);
    // On the good side of the line, where there is room for it.
    const offset = name === 'max' ? 14 : -6;
    drawText(
      plot,
      `${text} ${formatValue(value, unit)}`,
      [left + 6 * devicePixelRatio, y + offset * devicePixelRatio],
      '--violated',
    );
  }
}

const boundNames = { min: 'at least', max: 'at most' };

function drawNow(plot, nowMs) {
  const { left, top, width, height } = plot.bbox;
  const x = Math.round(plot.valToPos(nowMs / 1_000, 'x', true));
  if (x < left || x > left + width) return;
  drawLine(plot, [x, top, x, top + height], '--now', []);
  drawText(plot, 'now', [x - 28 * devicePixelRatio, top + 13 * devicePixelRatio], '--muted');
}

function drawText({ ctx }, text, [x, y], name) {
  ctx.save();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  // A halo in the colour of the card keeps the text readable on lines.
  ctx.lineWidth = 3 * devicePixelRatio;
  ctx.strokeStyle = colour('--surface');
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour(name);
  ctx.fillText(text, x, y);
  ctx.restore();
}

function drawLine({ ctx }, [x1, y1, x2, y2], name, dash) {
  ctx.save();
  ctx.strokeStyle = colour(name);
  ctx.lineWidth = 1.25 * devicePixelRatio;
  ctx.setLineDash(dash.map((part) => part * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
  ctx.restore();
}

/** @returns whether the key moves the cursor */
function moveCursor(plot, key) {
  const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -15, PageDown: 15, Home: -Infinity, End: Infinity }[
    key
  ];
  if (step === undefined) return false;
  const [times] = plot.data;
  const from = plot.cursor.left >= 0 && plot.cursor.idx != null ? plot.cursor.idx : times.length - 1;
  const { min, max } = plot.scales.x;
  const first = times.findIndex((time) => time >= min);
  const last = times.findLastIndex((time) => time <= max);
  const to = clamp(from + step, first, last);
  plot.setCursor({ left: plot.valToPos(times[to], 'x'), top: 10 });
  return true;
}
