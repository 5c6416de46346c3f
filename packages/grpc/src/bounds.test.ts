import { once } from 'node:events';
import { connect } from 'node:net';
import { credentials } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import { boundsSuite } from './bounds-suite.fixture.js';

boundsSuite(() => ({
  options: {},
  credentials: credentials.createInsecure(),
  async connect(port) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  },
}));
