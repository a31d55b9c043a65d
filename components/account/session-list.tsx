import type { SessionView } from '#features/accounts/schema';
import type { Edition } from '#messages/edition';

type Props = { sessions: SessionView[]; edition: Edition };

const browsers: [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b|\bCrOS\b/, 'Linux'],
];

const found = (list: [RegExp, string][], agent: string): string | undefined =>
  list.find(([shape]) => shape.test(agent))?.[1];

function browserName(agent: string, t: Edition['t']): string {
  const [browser, system] = [found(browsers, agent), found(systems, agent)];
  if (browser && system) return t.accountBrowserOn(browser, system);
  return browser ?? system ?? t.accountUnknownBrowser;
}

/** Where one is signed in, each with its way out. */
export function SessionList({ sessions, edition: { t, format } }: Props) {
  return (
    <>
      <ul className="session-list">
        {sessions.map(({ id, userAgent, createdAt, lastSeenAt, here }) => {
          const browser = browserName(userAgent, t);
          return (
            <li key={id}>
              <div>
                <p>
                  <bdi>{browser}</bdi>
                  {here && <strong>{t.accountSessionHere}</strong>}
                </p>
                <p className="field-hint">
                  {t.accountSessionSince(format.dateTime(createdAt))},{' '}
                  {t.accountSessionSeen(format.dateTime(lastSeenAt))}
                </p>
              </div>
              {!here && (
                <form action="/account/sessions" method="post">
                  <input type="hidden" name="id" value={id} />
                  <button type="submit" className="account-button plain" aria-label={t.accountSessionEndOf(browser)}>
                    {t.accountSessionEnd}
                  </button>
                </form>
              )}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 && (
        <form action="/account/sessions" method="post">
          <button type="submit" name="others" value="1" className="account-button plain">
            {t.accountSessionsEndOthers}
          </button>
        </form>
      )}
    </>
  );
}
