import { Link } from '#components/ui/link';
import { type QueueCounts, type QueueTab, queueTabs } from '#features/moderation/schema';
import type { Edition } from '#messages/edition';

/** The parts of the queue, with how much is in each. */
export function QueueTabs({
  tab,
  counts,
  edition: { t, format },
}: {
  tab: QueueTab;
  counts: QueueCounts;
  edition: Edition;
}) {
  const labels = {
    waiting: t.tabWaiting,
    reported: t.tabReported,
    appeals: t.tabAppeals,
    spam: t.tabSpam,
    recent: t.tabRecent,
  };
  return (
    <nav className="queue-tabs" aria-label={t.tabs}>
      <ul>
        {queueTabs.map((name) => (
          <li key={name}>
            <Link href={`/admin/moderation?tab=${name}`} aria-current={name === tab ? 'page' : undefined}>
              {labels[name]}
              {name !== 'recent' && <span className="queue-count">{format.number(counts[name])}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
