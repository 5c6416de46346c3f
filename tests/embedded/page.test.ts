import { findBrowser } from '@forewarn/testkit';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedForewarn } from '../support/embedded-forewarn.js';

/** The global setup has tried to install one, and says so where it could not. */
const executablePath = await findBrowser();
const mayBeMissing = process.env.CI !== 'true';

describe.skipIf(executablePath === undefined && mayBeMissing)('the web page in a browser', () => {
  const place = embeddedForewarn();
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const requested = new Set<string>();

  beforeAll(async () => {
    if (executablePath === undefined) throw new Error('no Chromium is installed, and CI demands one');
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (line) => {
      if (['error', 'warning'].includes(line.type())) complaints.push(line.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
    page.on('request', (request) => requested.add(new URL(request.url()).origin));
    await page.goto(`${place().url}/`);
    await page.locator('#slas[aria-busy=false]').waitFor();
  });

  afterAll(() => browser?.close());

  it('shows all six SLAs with their states as words, the worst first', async () => {
    const cards = await page.locator('#slas > *').all();
    const seen = await Promise.all(
      cards.map(async (card) => [
        await card.getByRole('heading').first().textContent(),
        await card.locator('.state').first().textContent(),
      ]),
    );
    expect(seen).toEqual([
      ['open-files', 'Violated'],
      ['memory-free', 'At risk'],
      ['memory-available', 'OK'],
      ['root-available', 'OK'],
      ['scratch-free', 'OK'],
      ['shop', 'OK'],
    ]);
  });

  it('says above all that a recording is shown', async () => {
    const notice = page.locator('#notice');
    expect(await notice.isVisible()).toBe(true);
    expect(await notice.textContent()).toMatch(/not your machines: recordings/);
  });

  it('says when the memory will break', async () => {
    const card = page.locator('#slas > *', { hasText: 'memory-free' });
    await expect
      .poll(() => card.textContent())
      .toMatch(/Will break at \d+:\d+ \(in \d+\smin\), below 14\.75/);
  });

  it('says of every forecast which model made it, and why', async () => {
    const sentences = await page.locator('.model').allTextContents();
    expect(sentences).toHaveLength(7);
    for (const sentence of sentences)
      expect(sentence).toMatch(/^Forecast by \S.+(past|no change)Why this model: \S.*\.$/);
  });

  it('says by which profile the series are analysed', async () => {
    expect(await page.locator('#about').textContent()).toMatch(/Analysis profile default\./);
  });

  it('draws a chart for each objective of each SLA', async () => {
    for (const series of await page.locator('#slas .series').all()) {
      await series.scrollIntoViewIfNeeded();
      await series.locator('canvas').waitFor();
      expect(await series.locator('canvas').count()).toBe(1);
      await expect.poll(() => series.locator('canvas').evaluate(inkOf)).toBeGreaterThan(1_000);
    }
  });

  it('tells the charts in words to those who do not see them', async () => {
    const labels = await page.locator('[role=img]').evaluateAll((nodes) => nodes.map((n) => n.ariaLabel));
    expect(labels).toHaveLength(7);
    for (const label of labels) expect(label).toMatch(/^(node|forewarn)_\w+.+\d/);
  });

  it('shows how each objective stood in the last three hours, and says it', async () => {
    const strips = await page.locator('#slas .objective > .history').all();
    expect(strips).toHaveLength(7);
    for (const strip of strips) {
      await strip.scrollIntoViewIfNeeded();
      await expect
        .poll(() => strip.locator('figcaption').textContent())
        .toMatch(/ (of|in|throughout) the last 3\shours$/);
      await expect.poll(() => strip.locator('rect > title').count()).toBeGreaterThan(0);
    }
  });

  it('asks no other host, and has nothing to complain about', () => {
    expect([...requested]).toEqual([place().url]);
    expect(complaints).toEqual([]);
  });
});

/** What is used of a canvas; the types of browsers are not those of these tests. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
  };
}

/** Pixels of a canvas that are not transparent; runs in the browser. */
function inkOf(canvas: Canvas): number {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  let ink = 0;
  for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha] !== 0) ink += 1;
  return ink;
}
