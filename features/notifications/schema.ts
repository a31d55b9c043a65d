import { z } from 'zod';

export type NotificationKind =
  | 'reply'
  | 'mention'
  | 'follow'
  | 'approved'
  | 'hidden'
  | 'edited'
  | 'undone'
  | 'appeal'
  | 'appealed'
  | 'report';

/**
 * What the sentence needs beside the response: what was decided and the moderator's reason, the outcome of an appeal,
 * how the response stands now that a decision was taken back.
 */
export const NoticeDetail = z.object({
  decision: z.enum(['hide', 'spam', 'trash']).optional().catch(undefined),
  outcome: z.enum(['upheld', 'reversed']).optional().catch(undefined),
  state: z.enum(['public', 'waiting', 'hidden']).optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
});
export type NoticeDetail = z.infer<typeof NoticeDetail>;

/** Something an account is told. */
export type NotificationView = {
  id: number;
  kind: NotificationKind;
  /** ISO 8601, UTC. */
  at: string;
  read: boolean;
  /** Who wrote the response it is about; empty where nobody said. Of decisions: oneself. */
  name: string;
  /** Null where what it was about is gone. */
  response: { id: number; excerpt: string; slug: string; headline: string } | null;
  detail: NoticeDetail;
};

/** The texts that `noticeText` chooses from. */
type Texts = {
  anonymous: string;
  noticeReply: (name: string, headline: string) => string;
  noticeMention: (name: string, headline: string) => string;
  noticeFollow: (headline: string) => string;
  noticeApproved: (headline: string) => string;
  noticeHidden: (headline: string) => string;
  noticeSpam: (headline: string) => string;
  noticeTrashed: (headline: string) => string;
  noticeEdited: (headline: string) => string;
  noticeUndonePublic: (headline: string) => string;
  noticeUndoneWaiting: (headline: string) => string;
  noticeUndoneHidden: (headline: string) => string;
  noticeAppeal: (headline: string) => string;
  noticeUpheld: (headline: string) => string;
  noticeReversed: (headline: string) => string;
  noticeReport: (headline: string) => string;
};

/** A notification as one sentence, plain text. The moderator's reason, if there is one, stands in `detail.reason`. */
export function noticeText(t: Texts, { kind, name, response, detail }: NotificationView): string {
  const headline = response?.headline ?? '';
  switch (kind) {
    case 'reply':
      return t.noticeReply(name || t.anonymous, headline);
    case 'mention':
      return t.noticeMention(name || t.anonymous, headline);
    case 'follow':
      return t.noticeFollow(headline);
    case 'approved':
      return t.noticeApproved(headline);
    case 'hidden':
      return { hide: t.noticeHidden, spam: t.noticeSpam, trash: t.noticeTrashed }[detail.decision ?? 'hide'](headline);
    case 'edited':
      return t.noticeEdited(headline);
    case 'undone':
      return {
        public: t.noticeUndonePublic,
        waiting: t.noticeUndoneWaiting,
        hidden: t.noticeUndoneHidden,
      }[detail.state ?? 'public'](headline);
    case 'appeal':
      return t.noticeAppeal(headline);
    case 'appealed':
      return detail.outcome === 'reversed' ? t.noticeReversed(headline) : t.noticeUpheld(headline);
    case 'report':
      return t.noticeReport(headline);
  }
}
