import { z } from 'zod';

const text = z.string().trim().max(200).default('');
const day = z.union([z.literal(''), z.iso.date()]).default('');

/** What of the log is asked for; empty texts ask for nothing. */
export const LogFilter = z
  .object({
    /** A name or an address of mail, or who is no person, such as `command line`. */
    who: text,
    /** The name of an event, or of a room with all of its events (`article`). */
    name: z
      .string()
      .regex(/^[a-z_.-]{0,60}$/)
      .default(''),
    /** `article:12`, or the slug of an article. */
    subject: text,
    /** An address of the network, as the log has it. */
    address: z
      .string()
      .trim()
      .regex(/^[\da-fA-F.:]{0,45}$/)
      .default('')
      .transform((address) => address.toLowerCase()),
    /** Days of the publication's time zone, both included. */
    from: day,
    to: day,
  })
  .refine(({ from, to }) => from === '' || to === '' || from <= to);
export type LogFilter = z.infer<typeof LogFilter>;

/** Who did it, or what it was done to: a person, an article or a response where it is one that is still there. */
export type LogThing = {
  /** As it stands in the log: `user:…`, `article:12`, `command line`. */
  key: string;
  /** The name of a person, the headline of an article; null: it has none, or is gone. */
  name: string | null;
  /** Of an article, or the id of a response; null: there is nothing to show. */
  slug: string | null;
  known: boolean;
};

/** `at` is ISO 8601, `detail` JSON as it was noted. */
export type LogEntry = {
  id: number;
  at: string;
  name: string;
  by: LogThing;
  subject: LogThing | null;
  /** From where; null: from here, or nothing is known of it any more. */
  address: string | null;
  detail: unknown;
};

/** A page of the log, newest first. `next`: the id after which the next page begins; null: there is none. */
export type LogPage = { entries: LogEntry[]; next: number | null };

/** Why a filter finds nothing at all. */
export type LogMiss = { field: 'who'; text: string } | { field: 'subject'; text: string };
