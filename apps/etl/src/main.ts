import { kafkaAddress, prometheusTarget } from '@forewarn/config';
import { createKafkaEventLog } from '@forewarn/event-log';
import { runProcess, watchConsumers } from '@forewarn/process';
import { createPrometheusSource } from '@forewarn/prometheus-source';
import { createEtl } from './create-etl.js';
import { etlOptions, loadEtlSettings } from './settings.js';

await runProcess({
  name: 'etl',
  settings: loadEtlSettings,
  create: ({ settings, registry, logger, own }) =>
    createEtl({
      ...etlOptions(settings),
      eventLog: watchConsumers(
        own(createKafkaEventLog({ ...kafkaAddress(settings), clientId: 'forewarn-etl', logger })),
        { stallAfterMs: settings.KAFKA_STALL_AFTER, registry, logger },
      ),
      source: createPrometheusSource({ ...prometheusTarget(settings), logger }),
      registry,
      logger,
    }),
});
