/** A mail of the outbox. Times are ISO 8601, UTC. */
export type MailView = {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  createdAt: string;
  sentAt: string | null;
  /** When it was given up. */
  failedAt: string | null;
  /** What the mail server said last; also while it is still being tried. */
  problem: string | null;
};
