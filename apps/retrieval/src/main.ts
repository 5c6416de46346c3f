import { createGrpcListener } from '@forewarn/grpc';
import { runProcess } from '@forewarn/process';
import { createRetrieval } from './create-retrieval.js';
import { openAdapters } from './open-adapters.js';
import { grpcOptions, loadRetrievalSettings, retrievalOptions } from './settings.js';

await runProcess({
  name: 'retrieval',
  settings: loadRetrievalSettings,
  create: (context) => {
    const { settings, registry, logger } = context;
    const { access, ...adapters } = openAdapters(context);
    return { ...createRetrieval({ ...retrievalOptions(settings), ...adapters, registry, logger }), access };
  },
  grpc: ({ grpc: services = [], access }, { settings, certificates, registry, logger }) => {
    const options = { ...grpcOptions(settings), authorize: access?.grpc, certificates };
    return createGrpcListener({ ...options, services, registry, logger });
  },
});
