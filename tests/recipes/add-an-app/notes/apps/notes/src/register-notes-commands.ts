import type { Command } from 'commander';

/** Adds `forewarn note`. */
export function registerNotesCommands(program: Command): void {
  program
    .command('note')
    .description('write a note')
    .argument('<text>')
    .option('--url <url>', 'where the page is', 'http://127.0.0.1:8080')
    .action(async (text: string, { url }: { readonly url: string }) => {
      const response = await fetch(new URL('/api/v1/notes', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
      });
      process.stdout.write(`${await response.text()}\n`);
      process.exitCode = response.ok ? 0 : 1;
    });
}
