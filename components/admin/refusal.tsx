import { Link } from '#components/ui/link';
import type { Edition } from '#messages/edition';

/** What somebody sees who may not come in, and where else to go. */
export function Refusal({ edition: { t } }: { edition: Edition }) {
  return (
    <main id="content" className="notice">
      <h1>{t.noModerator}</h1>
      <p className="notice-text">{t.noModeratorText}</p>
      <ul className="notice-links">
        <li>
          <Link href="/">{t.backToFront}</Link>
        </li>
      </ul>
    </main>
  );
}
