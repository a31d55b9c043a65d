import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { respondPath } from '#lib/addresses';
import { seal, unseal } from '#lib/sealed';
import { secureCookies } from '#lib/session-cookies';

/*
 * What somebody wrote before they signed in, without JavaScript: it goes with them in cookies that only the page where
 * they can post it receives. Nothing is stored here for people who have no account.
 */

const name = (part: number): string => `broadsheet_carried_${part}`;
/** Browsers keep cookies of 4,096 bytes; a server takes 16 KB of headers. */
const partSize = 3_500;
const mostParts = 3;
const seconds = 60 * 60;

const Carried = z.object({ articleId: z.number(), parentId: z.number().nullable(), text: z.string() });
export type Carried = z.infer<typeof Carried>;

const use = 'carried text';
const sealText = (text: string): string => seal(use, deflateRawSync(text));
const openText = (sealed: string): string =>
  inflateRawSync(unseal(use, sealed), { maxOutputLength: 200_000 }).toString();

/** Sends the text along with the person; false where it is too long for that. */
export async function carryText(carried: Carried): Promise<boolean> {
  const sealed = sealText(JSON.stringify(carried));
  if (sealed.length > partSize * mostParts) return false;
  const jar = await cookies();
  for (let part = 0; part < mostParts; part++) {
    const value = sealed.slice(part * partSize, (part + 1) * partSize);
    jar.set(name(part), value, {
      httpOnly: true,
      secure: secureCookies(),
      sameSite: 'lax',
      path: respondPath(carried.articleId),
      maxAge: value === '' ? 0 : seconds,
    });
  }
  return true;
}

/** What came along to the page of this article; null: nothing, or nothing that we sent. */
export async function carriedText(articleId: number): Promise<Carried | null> {
  const jar = await cookies();
  const sealed = Array.from({ length: mostParts }, (_, part) => jar.get(name(part))?.value ?? '').join('');
  if (sealed === '') return null;
  try {
    const carried = Carried.parse(JSON.parse(openText(sealed)));
    return carried.articleId === articleId ? carried : null;
  } catch {
    return null;
  }
}

/** It has been posted. */
export async function dropCarriedText(articleId: number): Promise<void> {
  const jar = await cookies();
  for (let part = 0; part < mostParts; part++)
    jar.set(name(part), '', { httpOnly: true, path: respondPath(articleId), maxAge: 0 });
}
