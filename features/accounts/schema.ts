import { z } from 'zod';
import type { Role } from '#lib/actor';
import { hasUnseen, nameKeyOf } from './names.ts';

export { nameKeyOf };

export const mailPolicies = ['at_once', 'daily', 'never'] as const;
export type MailPolicy = (typeof mailPolicies)[number];

/** Somebody with an account, as others may see them. `createdAt` is ISO 8601, UTC. */
export type ProfileView = {
  id: string;
  /** Null until they chose one. */
  name: string | null;
  bio: string;
  link: string | null;
  role: Role;
  createdAt: string;
  /** For themselves alone. */
  mailPolicy: MailPolicy;
};

/** One's own account. */
export type AccountView = ProfileView & {
  email: string;
  /** Names of accounts elsewhere by which one may sign in: `github`, `google`, `oidc`. */
  providers: string[];
};

/** Where one is signed in. Times are ISO 8601, UTC. */
export type SessionView = { id: string; userAgent: string; createdAt: string; lastSeenAt: string; here: boolean };

/** An account as the command line lists it. */
export type ListedAccount = { email: string; name: string | null; role: Role; createdAt: string; banned: boolean };

/** Somebody as an administrator sees them. Times are ISO 8601, UTC; `seenAt`: null where they are signed in nowhere. */
export type PersonRow = {
  id: string;
  email: string;
  name: string | null;
  role: Role;
  createdAt: string;
  bannedAt: string | null;
  seenAt: string | null;
  /** Whether signing in takes a second step. */
  secondFactor: boolean;
};
/** People of one page of their list. */
export const peopleEach = 50;
export type PeopleList = { people: PersonRow[]; page: number; pages: number; total: number };

/** From the least to the most that somebody may do. */
export const roleNames = [
  'reader',
  'contributor',
  'author',
  'editor',
  'moderator',
  'administrator',
] as const satisfies readonly Role[];

const longestName = 60;
const longestBio = 500;

/**
 * The second step of signing in, as its owner sees it. `asked`: the publication wants it of them. `app` is what an app is
 * given, as the content of a picture and to be typed; null where they have to show first that it is them. `since` is ISO
 * 8601, UTC.
 */
export type SecondFactorView = { asked: boolean } & (
  | { state: 'off' }
  | { state: 'pending'; app: { uri: string; typed: string } | null }
  | { state: 'on'; since: string; recoveryLeft: number }
);

/** A sign-in link as its page meets it. */
export type LinkState = 'ready' | 'other_browser' | 'gone';

const secret = z.string().min(20).max(200);

/** What a sign-in link carries. */
export const SignInLinkInput = z.object({ email: z.string().max(320), token: secret });
export type SignInLinkInput = z.infer<typeof SignInLinkInput>;

/** What kind of mistake, for the sentence beside the field. */
export type ProfileProblem = 'name_empty' | 'name_long' | 'name_signs' | 'bio_long' | 'bio_signs' | 'link';

const said = (problem: ProfileProblem) => problem;

const NameInput = z
  .string()
  .transform((name) => name.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .pipe(
    z
      .string()
      .max(longestName, said('name_long'))
      .refine((name) => !hasUnseen(name), said('name_signs'))
      .refine((name) => nameKeyOf(name) !== '', said('name_empty')),
  );

/** Lines of plain text; what is typed as a page of one's own is a web address or nothing. */
export const ProfileInput = z.object({
  name: NameInput,
  bio: z
    .string()
    .default('')
    .transform((bio) => bio.normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .max(longestBio, said('bio_long'))
        .refine((bio) => !hasUnseen(bio.replaceAll('\n', ' ')), said('bio_signs')),
    ),
  link: z
    .string()
    .default('')
    .transform((link) => (link.trim() === '' ? null : ownPage(link.trim())))
    .refine((link) => link !== undefined, said('link'))
    .transform((link) => link ?? null),
});
export type ProfileInput = z.infer<typeof ProfileInput>;

/** `paper.example/me` as `https://paper.example/me`; undefined where it is no address of a public page. */
function ownPage(typed: string): string | undefined {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
  if (typed.length > 300 || hasUnseen(typed) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPage = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isPage && url.hostname.includes('.') ? url.href : undefined;
}

/** What becomes of one's comments when the account goes. */
export const DeletionInput = z.object({ confirm: z.string().max(320), responses: z.enum(['keep', 'remove']) });
export type DeletionInput = z.infer<typeof DeletionInput>;

/**
 * Where to go after signing in: a path of this site, or the front page. `//host`, `/\host` and anything with a scheme
 * lead elsewhere in a browser, and so do paths that it would read differently than we do.
 */
export function ownPath(to: unknown): string {
  if (typeof to !== 'string' || to.length > 500 || !/^\/(?![/\\])[^\\\s\p{C}]*$/u.test(to)) return '/';
  const url = new URL(to, 'http://self.invalid');
  const path = url.pathname + url.search + url.hash;
  // `/.//host` and its kind: a path that begins with two slashes once it is resolved.
  return url.origin === 'http://self.invalid' && !path.startsWith('//') ? path : '/';
}
