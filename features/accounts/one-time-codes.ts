import { createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto';
import { and, eq, gt, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import type { Queryable } from '#db/client';
import { secondFactor } from '#db/schema/index';
import { messageOf, PersonError } from '#lib/errors';
import { seal, unseal } from '#lib/sealed';
import { hashOf } from './tokens.ts';

/** Seconds for which an app shows one code (RFC 6238). */
const period = 30;
/** Codes of so many steps before and after now are taken: clocks differ. */
const skew = 1;
const use = 'second factor';
/** Codes for the day the device is lost. */
const recoveryCount = 10;
/** 32 signs, none of which is taken for another. */
const recoverySigns = '0123456789abcdefghjkmnpqrstvwxyz';
/** Signs in one of them, 75 bits, in groups of five. */
const recoveryLength = 15;

const totpOf = (secret: Buffer, issuer = '', label = '') =>
  new TOTP({
    // A colon would end the name of the site.
    issuer: issuer.replaceAll(':', ' '),
    label,
    period,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });

/** A new secret for an app, as it is stored for this account. */
export const newSecret = (userId: string): string => seal(use, new Uint8Array(new Secret({ size: 20 }).buffer), userId);

/** The secret as apps read it from a picture, and as it is typed by hand. */
export function secretForApp(
  row: { userId: string; secret: string },
  { issuer, label }: { issuer: string; label: string },
): { uri: string; typed: string } {
  const totp = totpOf(unseal(use, row.secret, row.userId), issuer, label);
  return { uri: totp.toString(), typed: (totp.secret.base32.match(/.{1,4}/g) ?? []).join(' ') };
}

/** The time step of a code, or null where it is none of now. Compares in equal time. */
function stepOf(secret: Buffer, code: string): number | null {
  const timestamp = Date.now();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: skew });
  return delta === null ? null : Math.floor(timestamp / 1000 / period) + delta;
}

export const isOn = (userId: string) => and(eq(secondFactor.userId, userId), isNotNull(secondFactor.enabledAt));
/** One that somebody began to set up within the hour. */
export const isPending = (userId: string) =>
  and(
    eq(secondFactor.userId, userId),
    isNull(secondFactor.enabledAt),
    gt(secondFactor.createdAt, sql`now() - interval '1 hour'`),
  );

/** One that nobody went on to set up. */
export const isForgotten = and(
  isNull(secondFactor.enabledAt),
  lt(secondFactor.createdAt, sql`now() - interval '1 hour'`),
);

/** The signs of a code, however it was written down. */
const signsOf = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}.]/gu, '')
    .toLowerCase()
    .slice(0, 100);

/**
 * Takes a code of an app, which none can be a second time, or a recovery code, which is then gone. Throws `invalid` for
 * any other. The row is locked: of two at once that bring the same code one is refused.
 */
export async function takeCode(
  tx: Queryable,
  userId: string,
  typed: string,
): Promise<{ by: 'app' } | { by: 'recovery'; left: number }> {
  const [row] = await tx.select().from(secondFactor).where(isOn(userId)).for('update');
  if (!row) throw new PersonError('conflict', 'There is no second step on this account any more. Sign in again.');
  const signs = signsOf(typed);
  if (/^\d{6}$/.test(signs)) {
    await takeStep(tx, row, signs);
    return { by: 'app' };
  }
  const hash = hashOf(signs.replaceAll('o', '0').replace(/[il]/g, '1'));
  const left = row.recoveryHashes.filter((each) => each !== hash);
  if (left.length === row.recoveryHashes.length)
    throw new PersonError(
      'invalid',
      signs.length === recoveryLength
        ? 'This is none of your recovery codes, or it was used before. Try another.'
        : 'This is not a code. One of the app has six digits, a recovery code has fifteen letters and digits.',
    );
  await tx.update(secondFactor).set({ recoveryHashes: left }).where(eq(secondFactor.userId, userId));
  return { by: 'recovery', left: left.length };
}

/** Takes a code of the app with this secret. */
export async function takeStep(
  tx: Queryable,
  row: { userId: string; secret: string; lastStep: number },
  code: string,
): Promise<void> {
  const step = stepOf(openSecret(row), signsOf(code));
  if (step === null)
    throw new PersonError(
      'invalid',
      'This is not the code of this moment. Type the one that the app shows now; where that is refused too, see that the clock of your device is right.',
    );
  if (step <= row.lastStep)
    throw new PersonError('invalid', 'This code was used before. Wait until the app shows the next one.');
  await tx.update(secondFactor).set({ lastStep: step }).where(eq(secondFactor.userId, row.userId));
}

function openSecret({ userId, secret }: { userId: string; secret: string }): Buffer {
  try {
    return unseal(use, secret, userId);
  } catch (error) {
    console.error(`The second step of user ${userId} can not be read: ${messageOf(error)}`);
    throw new PersonError(
      'unavailable',
      'Codes of the app can not be checked here any more. Use a recovery code, or ask whoever runs this site to take your second step off.',
    );
  }
}

/** New recovery codes: as they are shown once, and as they are stored. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const signs = () =>
    Array.from({ length: recoveryLength }, () => recoverySigns[randomInt(recoverySigns.length)]).join('');
  const made = Array.from({ length: recoveryCount }, signs);
  return { codes: made.map((each) => (each.match(/.{5}/g) ?? []).join('-')), hashes: made.map(hashOf) };
}

/** Six digits for a mail. */
export const newMailCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** What is stored of a code that was mailed to a session: six digits under a bare hash would be found in no time. */
export function hashOfMailCode(sessionId: string, typed: string): string {
  const secret = process.env.AUTH_SECRET;
  if (!secret) throw new Error('AUTH_SECRET is not set; `npm start` sets it.');
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'broadsheet mailed code', 32));
  return createHmac('sha256', key)
    .update(`${sessionId} ${signsOf(typed)}`)
    .digest('hex');
}

/** Whether two hashes in hex are the same, in equal time. */
export const isSameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
