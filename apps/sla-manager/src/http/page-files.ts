import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';

const publicFolder = fileURLToPath(new URL('../../public', import.meta.url));

/** Serves the web page at `/`, and of the charting library just the two files that it needs. */
export function mountPage(app: Express): void {
  const uplotFolder = dirname(createRequire(import.meta.url).resolve('uplot'));
  app.get('/vendor/uplot.js', (_request, response) => response.sendFile(join(uplotFolder, 'uPlot.esm.js')));
  app.get('/vendor/uplot.css', (_request, response) => response.sendFile(join(uplotFolder, 'uPlot.min.css')));
  app.use(express.static(publicFolder, { index: 'index.html', redirect: false, cacheControl: false }));
}
