import express, { type Express } from 'express';

/** Static files that a listener serves beside its routes. */
export interface StaticPages {
  /** Absolute; everything in it is served from `/`, and its `index.html` at `/` itself. */
  readonly folder: string;
  /** Single files from elsewhere: absolute, by the paths that they are served at. */
  readonly files: Readonly<Record<string, string>>;
}

/** Serves the folder and the files. */
export function mountPages(app: Express, { folder, files }: StaticPages): void {
  for (const [path, file] of Object.entries(files))
    app.get(path, (_request, response) => response.sendFile(file));
  app.use(express.static(folder, { index: 'index.html', redirect: false, cacheControl: false }));
}
