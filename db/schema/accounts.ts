import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

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
    /** When who is signed in last showed that it is them: by signing in, or when asked again. */
    confirmedAt: when().notNull().defaultNow(),
    /** The second step is still to come: until then it is nobody's session. */
    awaitsCode: boolean().notNull().default(false),
    /** HMAC of the code that was mailed to show that it is them, until when it is good, and how often one was tried. */
    confirmHash: text(),
    confirmUntil: when(),
    confirmTries: integer().notNull().default(0),
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

/** The second step of signing in: codes of an app (RFC 6238). Off without a row, and until the first code was right. */
export const secondFactor = pgTable('second_factor', {
  userId: text()
    .primaryKey()
    .references(() => user.id, { onDelete: 'cascade' }),
  /** Encrypted under `AUTH_SECRET`: who reads the table can't make codes with it. */
  secret: text().notNull(),
  createdAt: when().notNull().defaultNow(),
  /** When a first code of it was right. */
  enabledAt: when(),
  /** The time step of the last code that was taken: none is taken twice. */
  lastStep: integer().notNull().default(0),
  /** sha256 of the codes for the day the device is lost, hex; one that was used is taken out. */
  recoveryHashes: text().array().notNull().default(sql`'{}'`),
});

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
