import NextAuth from 'next-auth';
import { accountsAdapter } from '#features/accounts/adapter';
import { hasSecondFactor, isAddress } from '#features/accounts/queries';
import { ownPath } from '#features/accounts/schema';
import { claimResponses } from '#features/responses/commands';
import { messageOf } from '#lib/errors';
import { secureCookies } from '#lib/session-cookies';
import { authProviders } from './providers.ts';

/** Seconds a cookie stays: as long as browsers keep one. The session in the database ends it after a month unused. */
export const cookieSeconds = 400 * 86_400;

/**
 * Auth.js for accounts elsewhere. Links by mail are ours (`features/accounts`): they bind to a browser, open by a button,
 * and their mail is queued in the transaction that makes them. Why: `docs/decisions/012-signing-in.md`.
 */
export const { handlers, signIn } = NextAuth((request) => ({
  adapter: accountsAdapter({ userAgent: request?.headers.get('user-agent') ?? '' }),
  providers: authProviders(),
  session: { strategy: 'database', maxAge: cookieSeconds },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  useSecureCookies: secureCookies(),
  trustHost: true,
  // Its own prints whole stacks for everybody who came back from a provider with nothing.
  logger: {
    error: (error) => console.error(`Signing in elsewhere did not work. ${whatWasWrong(error)}`),
    warn: () => {},
    debug: () => {},
  },
  callbacks: {
    // An address that nobody has verified may be somebody else's.
    signIn: ({ profile }) =>
      profile?.email_verified === true && typeof profile.email === 'string' && isAddress(profile.email),
    redirect: ({ url, baseUrl }) => baseUrl + ownPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url),
  },
  events: {
    async signIn({ user }) {
      // Behind a second step it is done when that is taken.
      if (user.id && user.email && !(await hasSecondFactor(user.id)))
        await claimResponses({ userId: user.id, email: user.email });
    },
  },
}));

function whatWasWrong(error: Error): string {
  const cause = error.cause as { err?: unknown } | undefined;
  return `${error.name}: ${messageOf(cause?.err ?? error)}`;
}
