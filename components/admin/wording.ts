import type { DecisionView, ResponseState, Verdict } from '#features/moderation/schema';
import type { Messages } from '#messages/catalogue';
import type { Edition } from '#messages/edition';

/** Why a phase said what it said, in a sentence. */
export function verdictText({ t, format }: Edition, { reason, detail }: Verdict): string {
  const count = detail?.count ?? 0;
  const number = format.number(count);
  switch (reason) {
    case 'whyLinks':
      return t.whyLinks(count, number);
    case 'whyAttachment':
      return t.whyAttachment(count, number);
    case 'whyFirstTime':
      return count === 0 ? t.whyFirstTime : t.whyFirstTimeFew(count, number);
    case 'whyNewSite':
      return count === 0 ? t.whyNewSite : t.whyNewSiteFew(count, number);
    case 'whyDuplicate':
      return t.whyDuplicateSite;
    case 'whyBlockedWord':
      return t.whyBlockedWord(detail?.word ?? '');
    case 'whySuspectWord':
      return t.whySuspectWord(detail?.word ?? '');
    case 'whyFilterSpam':
      return t.whyFilterSpam(format.number(detail?.percent ?? 0));
    case 'whyFilterUnsure':
      return t.whyFilterUnsure(format.number(detail?.percent ?? 0));
    case 'whyRejected':
      return t.whyRejected;
    case 'whyExternalSpam':
      return t.whyExternalSpam;
    case 'whyExternalSkipped':
      return t.whyExternalSkipped;
    case 'whyStaff':
      return t.whyStaff;
    default:
      // Those that refuse are told to the writer, and nothing is stored.
      return '';
  }
}

export const stateText = (t: Messages, state: ResponseState): string =>
  ({
    waiting: t.stateWaiting,
    public: t.statePublic,
    hidden: t.stateHidden,
    spam: t.stateSpam,
    trash: t.stateTrash,
    deleted: t.stateDeleted,
  })[state];

/** Who did what, in a sentence. */
export const decisionText = (t: Messages, { what, by }: Pick<DecisionView, 'what' | 'by'>): string =>
  ({
    approve: t.didApprove,
    hide: t.didHide,
    spam: t.didSpam,
    trash: t.didTrash,
    uphold: t.didUphold,
    ban: t.didBan,
    unban: t.didUnban,
    undo: t.didUndo,
  })[what](by ?? t.aColleague);
