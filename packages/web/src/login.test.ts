import { describe, expect, it } from 'vitest';

const login = await import(new URL('../public/js/login.js', import.meta.url).href);

describe('the login of the page', () => {
  it('comes back from the identity provider to what is shown', () => {
    expect(login.providerAddress({ pathname: '/', hash: '#sla-a b' })).toBe(
      '/api/v1/session/provider?returnTo=%2F%23sla-a%20b',
    );
  });

  it.each([
    ['?login=credentials-invalid', /did not let you in/],
    ['?login=access-denied', /no role here/],
  ])('says after %s why it failed', (search, words) => {
    expect(login.failureOf(search)).toMatch(words);
  });

  it.each(['', '?login=', '?login=<b>', '?other=access-denied'])('says nothing after "%s"', (search) => {
    expect(login.failureOf(search)).toBeUndefined();
  });

  it('says who is logged in, where the server must know', () => {
    const caller = { name: 'al@example.org', role: 'editor' };
    expect(login.callerText({ access: 'required', caller })).toBe('Logged in as al@example.org (editor).');
    expect(login.callerText({ access: 'open', caller })).toBeUndefined();
    expect(login.callerText({ access: 'required', caller: null })).toBeUndefined();
  });
});
