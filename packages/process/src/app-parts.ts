import type { GrpcService } from '@forewarn/grpc';
import type { Route } from '@forewarn/http';
import type { Service } from '@forewarn/lifecycle';
import type { RequiredAccess } from './access/process-access.js';

/** What an app is made of. One process runs the parts of one app, the embedded mode those of all. */
export interface AppParts {
  /** In start order; each may rely on those before it. What they are asked through listens apart, so that apps can share it. */
  readonly services: readonly Service[];
  /** For an HTTP listener. */
  readonly routes?: readonly Route[];
  /** For a gRPC listener. */
  readonly grpc?: readonly GrpcService[];
  /** How callers are let in to either listener. Default: everybody is. */
  readonly access?: RequiredAccess | undefined;
}
