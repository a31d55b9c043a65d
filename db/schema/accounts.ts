import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const when = () => timestamp({ withTimezone: true, mode: 'date' });

/** From the least to the most that somebody may do; what each may is in the policies of the rooms. */
export const roles = ['reader', 'contributor', 'author', 'editor', 'moderator', 'administrator'] as const;

/** Somebody with an account. The first five columns are those that Auth.js knows. */
export const user = pgTable(
  'user',
  {
    id: text()
      .primaryKey()
      .$defaultFn(() => crypto.randomUUID()),
    /** The name shown beside what they write; null until they chose one. */
    name: text(),
    /** Lower-case; never shown to anybody else. */
    email: text().notNull().unique(),
    emailVerified: when(),
    /** Asked for by Auth.js and left empty: avatars are drawn here from the name. */
    image: text(),
    /** The name folded so that look-alikes are the same text. */
    nameKey: text().unique(),
    role: text({ enum: roles }).notNull().default('reader'),
    bio: text().notNull().default(''),
    link: text(),
    /** When they are told of replies, mentions and decisions by mail. */
    mailPolicy: text({ enum: ['at_once', 'daily', 'never'] })
      .notNull()
      .default('at_once'),
    createdAt: when().notNull().defaultNow(),
    bannedAt: when(),
  },
  (t) => [check('user_email_lower', sql`${t.email} = lower(${t.email})`)],
);

/**
 * Addresses of banned accounts that were deleted, so that a new account of one is banned too. The row goes when there is
 * such an account.
 */
export const bannedAddress = pgTable('banned_address', {
  /** HMAC of the address under `AUTH_SECRET`: it can be compared, not read. */
  hash: text().primaryKey(),
  at: when().notNull().defaultNow(),
});

/** An account elsewhere by which somebody signs in (GitHub, Google, …); Auth.js calls it an account. */
export const providerAccount = pgTable(
  'provider_account',
  {
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    type: text().notNull(),
    provider: text().notNull(),
    providerAccountId: text().notNull(),
    refresh_token: text(),
    access_token: text(),
    expires_at: integer(),
    token_type: text(),
    scope: text(),
    id_token: text(),
    session_state: text(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.providerAccountId] }), index('provider_account_user').on(t.userId)],
);

/** Where somebody is signed in. */
export const session = pgTable(
  'session',
  {
    /** sha256 of the token in the cookie, hex: who reads the table can't sign in with it. */
    sessionToken: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    expires: when().notNull(),
    /** Names a session in the list of one's own, where its token must not stand. */
    id: text()
      .notNull()
      .unique()
      .$defaultFn(() => crypto.randomUUID()),
    createdAt: when().notNull().defaultNow(),
    lastSeenAt: when().notNull().defaultNow(),
    userAgent: text().notNull().default(''),
  },
  (t) => [index('session_user').on(t.userId)],
);

/** A link by which somebody signs in once. */
export const signInLink = pgTable(
  'sign_in_link',
  {
    identifier: text().notNull(),
    /** Hashed by Auth.js with the secret. */
    token: text().notNull(),
    expires: when().notNull(),
    /** sha256 of the random cookie of the browser that asked; null for links from the command line. */
    browser: text(),
  },
  (t) => [primaryKey({ columns: [t.identifier, t.token] })],
);

/** Mail that is to be sent, or was: what the outbox shows. */
export const mail = pgTable(
  'mail',
  {
    id: text()
      .primaryKey()
      .$defaultFn(() => crypto.randomUUID()),
    recipient: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    html: text().notNull().default(''),
    /** More header lines as a JSON object, such as `List-Unsubscribe`. */
    headers: text().notNull().default('{}'),
    createdAt: when().notNull().defaultNow(),
    sentAt: when(),
    /** Set when it was given up, with what the mail server said. */
    failedAt: when(),
    problem: text(),
  },
  (t) => [
    index('mail_created').on(t.createdAt),
    index('mail_waiting').on(t.createdAt).where(sql`sent_at is null and failed_at is null`),
  ],
);
