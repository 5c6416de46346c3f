import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, requireFreePort } from './free-port.js';

describe('freePort', () => {
  it('is below the ports that the system gives to outgoing connections', async () => {
    const port = await freePort();
    expect(port).toBeGreaterThanOrEqual(15_000);
    expect(port).toBeLessThan(32_000);
  });
});

describe('requireFreePort', () => {
  it('names the server and the port that is taken, until it is free again', async () => {
    const port = await freePort();
    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve));
    await expect(requireFreePort(port, 'Kafka')).rejects.toThrow(`Kafka cannot listen on 127.0.0.1:${port}`);
    await new Promise((resolve) => listener.close(resolve));
    await expect(requireFreePort(port, 'Kafka')).resolves.toBeUndefined();
  });
});
