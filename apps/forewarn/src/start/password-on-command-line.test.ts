import { expect, it } from 'vitest';
import { hidePassword } from './password-on-command-line.js';

it('takes the password out of what ps shows, however the flag was written', () => {
  const titles: string[] = [];
  const url = 'http://me:hunter2@metrics:9090/path';
  for (const args of [
    ['start', '--prometheus', url, '--port', '0'],
    ['start', `--prometheus=${url}`],
  ]) {
    expect(hidePassword(url, args, (title) => void titles.push(title))).toMatch(
      /^a password on the command line .* PROMETHEUS_PASSWORD/,
    );
  }
  expect(titles).toEqual([
    'forewarn start --prometheus http://me:***@metrics:9090/path --port 0',
    'forewarn start --prometheus=http://me:***@metrics:9090/path',
  ]);
});

it('leaves the title alone where there is no password', () => {
  const retitle = () => expect.unreachable();
  for (const url of ['http://metrics:9090', 'http://me@metrics:9090', 'metrics'])
    expect(hidePassword(url, ['start', '--prometheus', url], retitle)).toBeUndefined();
});
