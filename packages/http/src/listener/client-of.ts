import type { Request } from 'express';
import type { Client } from '../route/route.js';

/** Whether the client speaks TLS, with this server or with a proxy before it. */
const isOverTls = (request: Pick<Request, 'secure' | 'get'>): boolean =>
  request.secure || request.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';

/** How a request came. */
export const clientOf = (request: Request): Client => ({
  address: request.socket.remoteAddress ?? 'unknown',
  origin: `${isOverTls(request) ? 'https' : 'http'}://${request.get('host') ?? 'localhost'}`,
  cookie: request.get('cookie'),
});
