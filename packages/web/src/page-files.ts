import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the page, absolute: everything in it is public, and `index.html` is what `/` shows. */
export const pageFolder: string = fileURLToPath(new URL('../public', import.meta.url));

const uplotFolder = dirname(createRequire(import.meta.url).resolve('uplot'));

/** Of the charting library just the two files that the page needs: absolute files by the paths that it asks for. */
const vendorFiles: Readonly<Record<string, string>> = {
  '/vendor/uplot.js': join(uplotFolder, 'uPlot.esm.js'),
  '/vendor/uplot.css': join(uplotFolder, 'uPlot.min.css'),
};

/** All of it, for a listener to serve. */
export const pages = { folder: pageFolder, files: vendorFiles };
