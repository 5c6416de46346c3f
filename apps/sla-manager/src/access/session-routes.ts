import { cookieOf, loginMs, sessionCookie, sessionMs, setCookie, stranger } from '@forewarn/access';
import { session, sessionInput } from '@forewarn/contracts/rest';
import { AccessError, accessErrorCodes, type Caller, codedErrors } from '@forewarn/core';
import { type Client, defineRoute, HttpError, type Route } from '@forewarn/http';
import { z } from 'zod';
import type { AccessContext, WaysIn } from './access-context.js';

const path = '/api/v1/session';
const providerPath = `${path}/provider`;
const returnPath = `${providerPath}/return`;
const loginCookie = 'login';

/** Logging in on the page: by a key, or at the identity provider. Whoever knows neither may ask how. */
export const sessionRoutes = ({ waysIn }: AccessContext): Route[] => [
  defineRoute(
    {
      method: 'get',
      path,
      operationId: 'getSession',
      access: 'public',
      summary: 'Who is logged in, and how one may log in',
      responses: { 200: { description: 'The session', schema: session } },
      errors: [],
    },
    async ({ caller }) => ({
      status: 200,
      body: {
        access: waysIn ? ('required' as const) : ('open' as const),
        caller: caller === stranger ? null : presentCaller(caller),
        provider: waysIn?.login !== undefined,
      },
    }),
  ),
  defineRoute(
    {
      method: 'post',
      path,
      operationId: 'logIn',
      access: 'public',
      summary: 'Logs a browser in by an API key, for twelve hours',
      body: sessionInput,
      responses: { 204: { description: 'Logged in: a cookie says so from now on' } },
      errors: codedErrors(accessErrorCodes, 'credentials-invalid'),
    },
    async ({ body, client }) => {
      if (!waysIn) return { status: 204, body: undefined };
      const text = await waysIn.sessions.ofKey(body.key);
      return { status: 204, body: undefined, headers: { 'Set-Cookie': kept(client, text) } };
    },
  ),
  defineRoute(
    {
      method: 'delete',
      path,
      operationId: 'logOut',
      access: 'public',
      summary: 'Logs a browser out',
      responses: { 204: { description: 'Logged out' } },
      errors: [],
    },
    async ({ client }) => {
      const options = { isSecure: isSecure(client), maxAgeMs: 0, sameSite: 'Strict' as const };
      return {
        status: 204,
        body: undefined,
        headers: { 'Set-Cookie': setCookie(sessionCookie, '', options) },
      };
    },
  ),
  ...(waysIn?.login ? providerRoutes(waysIn, waysIn.login) : []),
];

const providerRoutes = ({ sessions }: WaysIn, login: NonNullable<WaysIn['login']>): readonly Route[] => [
  defineRoute(
    {
      method: 'get',
      path: providerPath,
      operationId: 'logInAtProvider',
      access: 'public',
      summary: 'Leads a browser to the identity provider',
      query: z.object({
        returnTo: z
          .string()
          .max(500)
          .default('/')
          .meta({ description: 'Path of this server, for afterwards' }),
      }),
      responses: { 303: { description: 'Location is at the identity provider' } },
      errors: [],
    },
    async ({ client, query }) => {
      const { location, state } = await login.begin(`${client.origin}${returnPath}`, query.returnTo);
      const options = { isSecure: isSecure(client), maxAgeMs: loginMs, sameSite: 'Lax' as const };
      const headers = { Location: location, 'Set-Cookie': setCookie(loginCookie, state, options) };
      return { status: 303, body: undefined, headers };
    },
  ),
  defineRoute(
    {
      method: 'get',
      path: returnPath,
      operationId: 'returnFromProvider',
      access: 'public',
      summary: 'Where the identity provider leads a browser back to',
      query: z.looseObject({}),
      responses: {
        303: {
          description: 'Logged in: Location is where the login was begun; or not, as the page then says',
        },
      },
      errors: [],
    },
    async ({ client, query }) => {
      const url = new URL(`${client.origin}${returnPath}?${searchOf(query)}`);
      const state = cookieOf(client.cookie, loginCookie, isSecure(client));
      const finished = await login.finish(url, state).catch(refusalOf);
      if (finished instanceof AccessError)
        return { status: 303, body: undefined, headers: { Location: `/?login=${finished.code}` } };
      const { caller, returnTo } = finished;
      const gone = { isSecure: isSecure(client), maxAgeMs: 0, sameSite: 'Lax' as const };
      const cookies = [kept(client, await sessions.ofCaller(caller)), setCookie(loginCookie, '', gone)];
      return { status: 303, body: undefined, headers: { Location: returnTo, 'Set-Cookie': cookies } };
    },
  ),
];

/** People stand before a browser, and are to see more of it than a document of JSON. */
function refusalOf(thrown: unknown): AccessError {
  if (thrown instanceof AccessError) return thrown;
  throw thrown;
}

const presentCaller = ({ name, role, scope }: Caller) => ({
  name,
  role,
  scope: {
    ...(scope.slas && { slas: [...scope.slas] }),
    ...(scope.namespaces && { namespaces: [...scope.namespaces] }),
  },
});

const isSecure = ({ origin }: Client): boolean => origin.startsWith('https:');

const kept = (client: Client, text: string): string =>
  setCookie(sessionCookie, text, { isSecure: isSecure(client), maxAgeMs: sessionMs, sameSite: 'Strict' });

/** What the provider added to the address; each once, as it does. */
function searchOf(query: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(query).map(([name, value]) => {
    if (typeof value === 'string') return [name, value] as [string, string];
    throw new HttpError('route-not-found', `${name} stands in the address more than once`);
  });
  return new URLSearchParams(parts).toString();
}
