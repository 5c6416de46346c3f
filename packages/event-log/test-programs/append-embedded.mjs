// Appends numbered records for ever and says on standard output which are acknowledged. Argument: file. A test kills it.
import { createEmbeddedEventLog } from '@forewarn/event-log';

const log = createEmbeddedEventLog({ file: process.argv[2] });
await log.ensureTopics([{ name: 'numbers', partitions: 2 }]);
for (let n = 0; ; n += 3) {
  const numbers = [n, n + 1, n + 2];
  await log.append(
    'numbers',
    numbers.map((number) => ({ key: `${number % 7}`, value: Buffer.from(`${number}`), headers: {} })),
  );
  process.stdout.write(`${n + 2}\n`);
}
