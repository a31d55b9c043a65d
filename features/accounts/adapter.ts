import { DrizzleAdapter } from '@auth/drizzle-adapter';
import { sql } from 'drizzle-orm';
import type { Adapter, AdapterSession } from 'next-auth/adapters';
import { pool } from '#db/client';
import { providerAccount, session, signInLink, user } from '#db/schema/index';
import { readAddress } from './addresses.ts';
import { openAccount } from './bans.ts';
import { lockSignIns, sessionExpiry, sessionIs, sessionRow } from './sessions.ts';
import { hashOf } from './tokens.ts';

/**
 * How Auth.js keeps accounts: Drizzle's adapter, with the tokens of sessions stored as hashes, addresses in our one form,
 * and of an account elsewhere nothing but that it is linked. `userAgent` is the one of the browser that signs in.
 */
export function accountsAdapter({ userAgent }: { userAgent: string }): Adapter {
  const { db } = pool();
  const adapter = DrizzleAdapter(db, {
    usersTable: user,
    accountsTable: providerAccount,
    sessionsTable: session,
    verificationTokensTable: signInLink,
  }) as Required<Adapter>;
  const read = (email: string): string | null => {
    const found = readAddress(email);
    return 'address' in found ? found.address : null;
  };
  return {
    getUser: adapter.getUser,
    getUserByAccount: adapter.getUserByAccount,
    unlinkAccount: adapter.unlinkAccount,
    getUserByEmail: async (email) => {
      const address = read(email);
      return address === null ? null : adapter.getUserByEmail(address);
    },
    // Their name and picture stay theirs: a name is chosen here, and avatars are drawn from it.
    createUser: ({ email }) => {
      const address = read(email);
      // All addresses that can't be read would otherwise be one account.
      if (address === null) throw new Error('A provider vouched for an address that can not be kept.');
      return db.transaction(async (tx) => {
        const { id, name } = await openAccount(tx, address);
        return { id, name, email: address, emailVerified: new Date() };
      });
    },
    updateUser: async ({ id, emailVerified }) => adapter.updateUser({ id, ...(emailVerified && { emailVerified }) }),
    // We never ask them anything again, so their tokens are not kept.
    linkAccount: async ({ userId, type, provider, providerAccountId }) => {
      await adapter.linkAccount({ userId, type, provider, providerAccountId });
    },
    async createSession({ sessionToken, userId, expires }) {
      await db.transaction(async (tx) => {
        await lockSignIns(tx, userId);
        await tx.insert(session).values(sessionRow({ token: sessionToken, userId, userAgent }));
      });
      return { sessionToken, userId, expires };
    },
    async getSessionAndUser(sessionToken) {
      const [known] = await db.select({ id: session.id }).from(session).where(sessionIs(sessionToken));
      const found = known ? await adapter.getSessionAndUser(hashOf(sessionToken)) : null;
      return found && { user: found.user, session: { ...found.session, sessionToken } };
    },
    async updateSession({ sessionToken }) {
      const [row] = await db
        .update(session)
        .set({ expires: sessionExpiry, lastSeenAt: sql`now()` })
        .where(sessionIs(sessionToken))
        .returning();
      return row ? ({ ...row, sessionToken } satisfies AdapterSession) : null;
    },
    async deleteSession(sessionToken) {
      await adapter.deleteSession(hashOf(sessionToken));
    },
  };
}
