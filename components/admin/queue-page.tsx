import type { ActionState } from '#app/_actions/define-action';
import type { ModerationDone } from '#app/_actions/moderation';
import type { QueueEntry, QueueView } from '#features/moderation/schema';
import type { Edition } from '#messages/edition';
import type { ButtonName } from './actions.tsx';
import { DecisionLine } from './decision-line.tsx';
import { Entry } from './entry.tsx';
import { Queue, type QueueItem } from './queue.tsx';

/** One page of a tab of the queue. */
export function QueuePage({
  queue,
  edition,
  timeZone,
  said,
}: {
  queue: QueueView;
  edition: Edition;
  timeZone: string;
  /** What the click before did, where it was a plain post. */
  said: ActionState<ModerationDone>;
}) {
  const { t, format } = edition;
  const items: QueueItem[] = queue.entries.map((entry) => ({
    id: entry.id,
    seen: entry.seen,
    name: entry.writer.name || t.anonymous,
    writerId: entry.writer.userId,
    buttons: buttonsFor(entry),
    content: <Entry entry={entry} edition={edition} />,
  }));
  const decisions = queue.decisions.map((decision) => ({
    id: decision.id,
    canUndo: decision.canUndo,
    name: decision.about?.name || t.anonymous,
    content: <DecisionLine decision={decision} edition={edition} />,
  }));
  return (
    <main id="content" className="queue-page">
      <h1>{t.moderation}</h1>
      <Queue
        key={`${queue.tab} ${queue.page}`}
        tab={queue.tab}
        page={queue.page}
        said={said}
        counts={queue.counts}
        mark={queue.mark}
        items={items}
        decisions={decisions}
        language={edition.language}
        timeZone={timeZone}
      />
      {queue.pages > 1 && (
        <nav className="pagination" aria-label={t.queuePages}>
          {queue.page > 1 ? <a href={`?tab=${queue.tab}&page=${queue.page - 1}`}>{t.earlier}</a> : <span />}
          <span>{t.pageOf(format.number(queue.page), format.number(queue.pages))}</span>
          {queue.page < queue.pages ? <a href={`?tab=${queue.tab}&page=${queue.page + 1}`}>{t.later}</a> : <span />}
        </nav>
      )}
    </main>
  );
}

/** What can become of it from where it stands. */
function buttonsFor({ kind, state, appeal, writer, decision }: QueueEntry): ButtonName[] {
  const ban: ButtonName[] =
    kind !== 'comment' ? ['block'] : writer.bannedAt !== null ? ['unban'] : writer.canBan ? ['ban'] : [];
  if (appeal) return ['reverse', 'uphold', ...ban];
  const elsewhere: ButtonName[] = (['hide', 'spam', 'trash'] as const).filter(
    (name) =>
      !{ hide: state === 'hidden', spam: state === 'spam' && decision !== null, trash: state === 'trash' }[name],
  );
  return [state === 'public' ? 'keep' : 'approve', ...elsewhere, ...ban];
}
