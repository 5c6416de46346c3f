import { type ApiKey, drawKey, keyErrorCodes } from '@forewarn/access';
import { createdKey, keyInput, keyList, keyOutput, keyPath, presentKey } from '@forewarn/contracts/rest';
import { codedErrors, parseDuration } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import type { AccessContext } from './access-context.js';
import { changeOf } from './change-of.js';

const path = '/api/v1/keys';

/** Making, listing and revoking API keys. */
export const keyRoutes = ({ store, clock, onChange }: AccessContext): Route[] => [
  defineRoute(
    {
      method: 'get',
      path,
      operationId: 'listKeys',
      access: 'admin',
      summary: 'All API keys, without their secrets',
      responses: { 200: { description: 'The keys, those that were made first in front', schema: keyList } },
      errors: [],
    },
    async (_, signal) => ({
      status: 200,
      body: { keys: (await store.listKeys({ signal })).map(presentKey) },
    }),
  ),
  defineRoute(
    {
      method: 'post',
      path,
      operationId: 'createKey',
      access: 'admin',
      summary: 'Makes an API key, which is shown this once',
      body: keyInput,
      responses: { 201: { description: 'Made', schema: createdKey } },
      errors: codedErrors(keyErrorCodes, 'key-exists'),
    },
    async (request, signal) => {
      const { body, caller } = request;
      const { id, secretSha256, text } = drawKey();
      const createdMs = clock();
      const key: ApiKey = {
        ...{ id, createdMs, name: body.name, role: body.role, createdBy: caller.name },
        scope: {
          ...(body.scope?.slas && { slas: body.scope.slas }),
          ...(body.scope?.namespaces && { namespaces: body.scope.namespaces }),
        },
        expiresMs: body.expiresAfter === undefined ? undefined : createdMs + parseDuration(body.expiresAfter),
        revokedMs: undefined,
      };
      await store.createKey(
        { ...key, secretSha256 },
        { signal, change: changeOf(request, clock, presentKey) },
      );
      onChange();
      return { status: 201, body: { ...presentKey(key), key: text } };
    },
  ),
  defineRoute(
    {
      method: 'delete',
      path: `${path}/{id}`,
      operationId: 'revokeKey',
      access: 'admin',
      summary: 'Revokes an API key: within ten seconds it opens nothing any more',
      params: keyPath,
      responses: { 200: { description: 'The key as it is since', schema: keyOutput } },
      errors: codedErrors(keyErrorCodes, 'key-not-found'),
    },
    async (request, signal) => {
      const change = changeOf(request, clock, presentKey);
      const key = await store.revokeKey(request.params.id, clock(), { signal, change });
      onChange();
      return { status: 200, body: presentKey(key) };
    },
  ),
];
