// Joins a group and says on standard output, one line of JSON each, what it is assigned and what it handles.
// Arguments: brokers, topic, group. A test kills it.
import { createKafkaEventLog } from '@forewarn/event-log';

const [brokers, topic, group] = process.argv.slice(2);
const say = (fact) => process.stdout.write(`${JSON.stringify(fact)}\n`);
const log = createKafkaEventLog({ brokers: [brokers], clientId: 'forewarn-test-victim' });
await log.consume({
  topic,
  group,
  onAssignment: (assigned) => say({ assigned }),
  handle: async ({ partition, records }) => say({ partition, handled: records.length }),
});
