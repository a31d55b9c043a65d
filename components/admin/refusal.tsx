import { Link } from '#components/ui/link';
import type { Edition } from '#messages/edition';

/** What somebody sees who may not come in: whether signing in helps, and where else to go. */
export function Refusal({ edition: { t }, signIn }: { edition: Edition; signIn: string | null }) {
  return (
    <main id="content" className="notice">
      <h1>{t.noModerator}</h1>
      <p className="notice-text">{signIn === null ? t.noModeratorText : t.noModeratorSignedOut}</p>
      <ul className="notice-links">
        {signIn !== null && (
          <li>
            <Link href={signIn}>{t.signIn}</Link>
          </li>
        )}
        <li>
          <Link href="/">{t.backToFront}</Link>
        </li>
      </ul>
    </main>
  );
}
