import { describe, expect, test } from 'vitest';
import { readAddress } from './addresses.ts';
import { claimsRole } from './names.ts';
import { nameKeyOf, ownPath, ProfileInput } from './schema.ts';

describe('where one goes after signing in', () => {
  test('a path of this site', () => {
    for (const path of ['/', '/articles/one', '/articles/one?x=1#respond', '/search?q=a%20b'])
      expect(ownPath(path)).toBe(path);
  });

  test('never another site', () => {
    for (const to of [
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      'articles/one',
      '/\t/evil.example',
      '/\n/evil.example',
      '/.//evil.example',
      '/a/..//evil.example',
      ' //evil.example',
      '/a b',
      '',
      undefined,
      ['/a'],
      `/${'a'.repeat(600)}`,
    ])
      expect(ownPath(to), JSON.stringify(to)).toBe('/');
  });
});

describe('e-mail addresses', () => {
  const addressOf = (typed: string) => {
    const read = readAddress(typed);
    return 'address' in read ? read.address : read.problem;
  };

  test('are kept in one form', () => {
    expect(addressOf(' Reader@Paper.Example ')).toBe('reader@paper.example');
    expect(addressOf('ｒeader@paper．example')).toBe('reader@paper.example');
    expect(addressOf('reader+tag@sub.paper.example')).toBe('reader+tag@sub.paper.example');
    expect(addressOf('leser@bücher.example')).toBe('leser@xn--bcher-kva.example');
    expect(addressOf('reader@почта.example')).toBe('reader@xn--80a1acny.example');
  });

  test('that look like others are refused', () => {
    // Cyrillic a, e, o, p among Latin letters, and a word that is Cyrillic throughout and reads as a Latin one.
    for (const typed of [
      'reаder@paper.example',
      'reader@pаper.example',
      'reader@рарег.example',
      'reader@αpple.example',
    ])
      expect(addressOf(typed), typed).toBe('look_alike');
  });

  test('that are none are refused', () => {
    for (const typed of [
      '',
      'reader',
      'reader@',
      '@paper.example',
      'reader@paper',
      'a@b@paper.example',
      'a＠b@paper.example',
      '"a b"@paper.example',
      'a b@paper.example',
      'a@paper.example, b@paper.example',
      'a@paper.example\r\nBcc: b@paper.example',
      'reader@-paper.example',
      'reader@[127.0.0.1]',
      'reader@127.0.0.1',
      '.a@paper.example',
      'a..b@paper.example',
      `${'a'.repeat(250)}@paper.example`,
      'reader\u202e@paper.example',
    ])
      expect(addressOf(typed), JSON.stringify(typed)).toBe('shape');
  });
});

describe('names', () => {
  test('that look alike are the same name', () => {
    for (const [one, other] of [
      ['Reader One', 'reader  one'],
      ['Reader', 'Rеаdеr'],
      ['Reader', 'Ｒｅａｄｅｒ'],
      ['Reader', 'Réäder'],
      ['Reader', 'R.e-a_d e r'],
      ['Reader', 'Rea\u200bder'],
      ['Bill', 'BiIl'],
      ['Bill', 'B1ll'],
      ['Otto', '0tt0'],
      ['Marne', 'Mame'],
      ['Ada', 'Αda'],
      ['Harry', 'Ηarry'],
      ['Reader', '𝓡eader'],
      ['Reader', 'ʀᴇᴀᴅᴇʀ'],
    ])
      expect(nameKeyOf(one as string), `${one} ${other}`).toBe(nameKeyOf(other as string));
    expect(nameKeyOf('Reader one')).not.toBe(nameKeyOf('Reader two'));
    expect(nameKeyOf('読者')).toBe('読者');
    expect(nameKeyOf('राम')).not.toBe(nameKeyOf('रमा'));
    expect(nameKeyOf('…!?')).not.toContain('?');
  });

  test('that claim a role are known', () => {
    for (const name of ['Admin', 'The Editor', 'm0derator', 'Моdеrаtоr', 'Site Admin', 'Deleted reader', 'STAFF'])
      expect(claimsRole(name), name).toBe(true);
    for (const name of ['Edith', 'Administration fan club', 'Moderate Person']) expect(claimsRole(name)).toBe(false);
  });

  test('are refused with what is wrong', () => {
    const problemOf = (fields: Record<string, string>) =>
      ProfileInput.safeParse({ name: 'Reader', ...fields }).error?.issues[0]?.message;
    expect(problemOf({})).toBeUndefined();
    expect(problemOf({ name: ' \t ' })).toBe('name_empty');
    expect(problemOf({ name: '\u3164' })).toBe('name_signs');
    expect(problemOf({ name: '…' })).toBe('name_empty');
    expect(problemOf({ name: 'a'.repeat(61) })).toBe('name_long');
    expect(problemOf({ name: 'Rea\u202eder' })).toBe('name_signs');
    expect(problemOf({ name: 'Rea\u0000der' })).toBe('name_signs');
    expect(problemOf({ name: 'Rea\u200dder' })).toBe('name_signs');
    expect(problemOf({ name: 'می‌خواهم' })).toBeUndefined();
    expect(problemOf({ name: `R${'\u0301'.repeat(20)}` })).toBe('name_signs');
    expect(problemOf({ bio: 'a'.repeat(501) })).toBe('bio_long');
    expect(problemOf({ bio: 'One.\r\nTwo.' })).toBeUndefined();
    expect(problemOf({ bio: 'a\u202eb' })).toBe('bio_signs');
    for (const link of [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://a:b@paper.example',
      'nowhere',
      'ftp://x.example',
    ])
      expect(problemOf({ link }), link).toBe('link');
    expect(ProfileInput.parse({ name: ' Reader \n one ', link: 'paper.example/me' })).toEqual({
      name: 'Reader one',
      bio: '',
      link: 'https://paper.example/me',
    });
  });
});
