import { Link } from '#components/ui/link';
import type { RecentDecision } from '#features/moderation/schema';
import { articlePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { decisionText, stateText } from './wording.ts';

/** A line of what was decided lately: who, what, when, why, and about which words. */
export function DecisionLine({ decision, edition: { t, format } }: { decision: RecentDecision; edition: Edition }) {
  const { about } = decision;
  return (
    <>
      <p className="decision-what">
        {decisionText(t, decision)} <time dateTime={decision.at}>{format.dateTime(decision.at)}</time>
      </p>
      {decision.reason && <p dir="auto">“{decision.reason}”</p>}
      {about && (
        <p className="decision-about">
          <bdi>{about.name || t.anonymous}</bdi>
          {about.slug && about.excerpt && (
            <>
              {': '}
              <Link href={`${articlePath(about.slug)}#response-${about.responseId}`} dir="auto">
                {about.excerpt}
              </Link>
            </>
          )}{' '}
          {about.state && <span className="entry-small">{stateText(t, about.state)}</span>}
        </p>
      )}
      {decision.undone && <p className="entry-small">{t.decidedUndone}</p>}
    </>
  );
}
