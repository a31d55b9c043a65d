import { Document } from '#components/article/document';
import { Attached } from '#components/attachment/attached';
import { Link } from '#components/ui/link';
import type { QueueEntry } from '#features/moderation/schema';
import { articlePath, hostOf } from '#lib/addresses';
import type { Messages } from '#messages/catalogue';
import type { Edition } from '#messages/edition';
import { decisionText, stateText, verdictText } from './wording.ts';

type Props = { entry: QueueEntry; edition: Edition };

/** A response as a moderator reads it: in its thread, with who wrote it and why it is here. */
export function Entry({ entry, edition }: Props) {
  const { t, format } = edition;
  const name = entry.writer.name || t.anonymous;
  return (
    <>
      <div className="entry-words">
        <p className="entry-article">
          {t.underArticle}{' '}
          <Link href={articlePath(entry.article.slug)}>
            <bdi>{entry.article.headline}</bdi>
          </Link>
        </p>
        {entry.parent && (
          <blockquote className="entry-parent">
            <p className="entry-parent-name">{t.answering(entry.parent.name || t.anonymous)}</p>
            <p dir="auto">{entry.parent.excerpt || t.parentGone}</p>
          </blockquote>
        )}
        <h2 className="entry-head" id={`entry-${entry.id}`}>
          <bdi>{name}</bdi>{' '}
          <a href={`${articlePath(entry.article.slug)}#response-${entry.id}`}>
            <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
          </a>{' '}
          {entry.editedAt && <span>{t.editedAt(format.dateTime(entry.editedAt))}</span>}
        </h2>
        {entry.link && (
          <p className="entry-link">
            <a href={entry.link} rel="ugc nofollow noopener noreferrer">
              {hostOf(entry.link)}
            </a>
          </p>
        )}
        <div className="response-body" dir="auto">
          <Document body={entry.body} edition={edition} prefix={`r${entry.id}-`} ugc />
        </div>
        <Attached files={entry.attachments} edition={edition} />
        <Versions entry={entry} edition={edition} />
      </div>
      <div className="entry-facts">
        <Why entry={entry} edition={edition} />
        <Writer entry={entry} edition={edition} />
      </div>
    </>
  );
}

function Versions({ entry: { id, versions }, edition }: Props) {
  const { t, format } = edition;
  if (versions.length === 0) return null;
  return (
    <details className="entry-versions">
      <summary>{t.earlierVersions(versions.length, format.number(versions.length))}</summary>
      {versions.map(({ body, until }, index) => (
        <div key={until}>
          <p className="entry-small">{t.versionUntil(format.dateTime(until))}</p>
          <div className="response-body" dir="auto">
            <Document body={body} edition={edition} prefix={`r${id}-v${index}-`} ugc />
          </div>
        </div>
      ))}
    </details>
  );
}

function Why({ entry, edition }: Props) {
  const { t } = edition;
  const { verdicts, reports, appeal, state, decision } = entry;
  return (
    <>
      {appeal && (
        <section className="entry-appeal">
          <h3>{t.appealHere}</h3>
          <p dir="auto">{appeal.text}</p>
        </section>
      )}
      {reports.length > 0 && (
        <section>
          <h3>{t.reportsHere}</h3>
          <ul>
            {reports.map((report) => (
              <li key={`${report.at} ${report.by}`}>
                <b>{reportReason(t)[report.reason]}</b>
                {report.text && <span dir="auto"> “{report.text}”</span>}{' '}
                <span className="entry-small">
                  {report.by === null ? t.notedHere : t.reportedBy(report.by || t.anonymous)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {decision && (
        <p className="entry-decision">
          {decisionText(t, decision)} {decision.reason && <span dir="auto">“{decision.reason}”</span>}
        </p>
      )}
      {(state === 'waiting' || state === 'spam') && decision === null && (
        <section>
          <h3>{state === 'spam' ? t.whyHereSpam : t.whyHere}</h3>
          <ul>
            {verdicts.length === 0 && <li>{t.whyNobodySaid}</li>}
            {verdicts.map((verdict) => (
              <li key={verdict.phase} className={`is-${verdict.verdict}`}>
                {verdictText(edition, verdict)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Writer({ entry: { writer }, edition }: Props) {
  const { t, format } = edition;
  return (
    <section>
      <h3>
        <bdi>{writer.name || t.anonymous}</bdi>
      </h3>
      <p>
        {writer.since ? t.writerSince(format.shortDate(writer.since)) : t.writerGuest}
        {', '}
        {t.writerRecord(format.number(writer.approved), format.number(writer.rejected))}
      </p>
      {writer.bannedAt && <p className="is-spam">{t.writerBanned(format.shortDate(writer.bannedAt))}</p>}
      {writer.recent.length > 0 && (
        <details>
          <summary>{t.writerRecent}</summary>
          <ul className="entry-recent">
            {writer.recent.map((other) => (
              <li key={other.id}>
                <Link href={`${articlePath(other.slug)}#response-${other.id}`} dir="auto">
                  {other.excerpt || '…'}
                </Link>{' '}
                <span className="entry-small">{stateText(t, other.state)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const reportReason = (t: Messages) => ({
  spam: t.reportSpam,
  abuse: t.reportAbuse,
  off_topic: t.reportOffTopic,
  private: t.reportPrivate,
  illegal: t.reportIllegal,
  other: t.reportOther,
});
