import { get, send } from './api.js';
import { element, setShown, setText } from './dom.js';

const byId = (id) => document.getElementById(id);

/** What the server leads back with when a login at the identity provider failed, in words for people. */
const failures = {
  'credentials-invalid': 'The identity provider did not let you in. Try again.',
  'access-denied': 'You are known, but have no role here: ask an administrator of Forewarn for one.',
};

/** Where the identity provider is asked, coming back to what is shown. */
export const providerAddress = ({ pathname, hash }) =>
  `/api/v1/session/provider?returnTo=${encodeURIComponent(pathname + hash)}`;

/** Why a login at the identity provider failed; undefined where none did. */
export const failureOf = (search) => failures[new URLSearchParams(search).get('login')];

/** What is shown of who is logged in; undefined where nobody has to be. */
export const callerText = ({ access, caller }) =>
  access === 'required' && caller ? `Logged in as ${caller.name} (${caller.role}).` : undefined;

/**
 * Asks who looks at the page, where the server must know.
 *
 * @param onLogin  called when somebody has logged in
 */
export function createLogin(onLogin) {
  const section = byId('login');
  const field = byId('login-key');
  const say = (text) => {
    setText(byId('login-trouble'), text ?? '');
    setShown(byId('login-trouble'), text !== undefined);
  };

  byId('login-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await send('POST', '/api/v1/session', { key: field.value.trim() });
      field.value = '';
      say(undefined);
      setShown(section, false);
      onLogin();
    } catch (trouble) {
      say(trouble.isUnknown ? 'That key is not accepted.' : trouble.message);
      field.select();
    }
  });

  byId('logout').addEventListener('click', async () => {
    await send('DELETE', '/api/v1/session').catch(() => {});
    // What was shown must not stay on the screen.
    location.replace('/');
  });

  return {
    /** Shows the way in, once. */
    async ask() {
      if (!section.hidden) return;
      setShown(section, true);
      say(failureOf(location.search));
      const { provider } = await get('/api/v1/session');
      const href = providerAddress(location);
      const link = element('a', { class: 'button', href }, 'Log in at your identity provider');
      byId('login-provider').replaceChildren(link);
      setShown(byId('login-provider'), provider);
      field.focus();
    },
    async showCaller() {
      const text = callerText(await get('/api/v1/session'));
      setText(byId('caller'), text ?? '');
      setShown(byId('who'), text !== undefined);
      setShown(section, false);
      // A failure of before is over.
      if (failureOf(location.search)) history.replaceState(null, '', location.pathname + location.hash);
    },
  };
}
