import { describe, expect, test } from 'vitest';
import type { DocumentNode } from '#lib/document/schema';
import { filterVerdict, spamChance, type WordCount, wordsOf } from './filter.ts';
import { countFiles, hostsOf, linksOf } from './links.ts';
import { type Context, judged } from './phases.ts';
import type { Submission } from './schema.ts';

const body = (text: string): DocumentNode => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: text.trim() ? [{ type: 'text', text }] : [] }],
});

const submission = (text: string, more: Partial<Submission> = {}): Submission => ({
  actor: { kind: 'user', id: 'u', name: 'Reader one', role: 'reader', banned: false },
  articleId: 1,
  parentId: null,
  text,
  body: body(text),
  network: 'n',
  address: '198.51.100.7',
  userAgent: '',
  editOf: null,
  ...more,
});

/** A context in which nothing speaks against a submission. */
const calm: Context = {
  settings: { trustAfter: 1, holdLinks: 2, blockedWords: [], suspectWords: [], spamFilter: true, attachmentHold: true },
  approved: 1,
  rejectedLately: false,
  recent: [],
  waitSeconds: 0,
  words: [],
  wordCounts: new Map(),
  external: null,
};

const judge = (text: string, context: Partial<Context> = {}, more: Partial<Submission> = {}) =>
  judged(submission(text, more), { ...calm, ...context });
const settings = (changed: Partial<Context['settings']>) => ({ settings: { ...calm.settings, ...changed } });

describe('phases', () => {
  test('nothing to say: approved, with nothing recorded', () => {
    expect(judge('A thought.')).toEqual({ outcome: 'approve', verdicts: [] });
  });

  test('length refuses what is too long, and what has no words', () => {
    expect(judge('x'.repeat(10_001))).toMatchObject({ outcome: 'refuse', verdicts: [{ reason: 'whyTooLong' }] });
    expect(judge('x'.repeat(10_000)).outcome).toBe('approve');
    expect(judge(' \n ')).toMatchObject({ outcome: 'refuse', verdicts: [{ reason: 'whyEmpty' }] });
    for (const nothing of ['\u3164', '\u2800', '\u0301', '\ufe0f'])
      expect(judge(nothing)).toMatchObject({ verdicts: [{ reason: 'whyEmpty' }] });
    expect(judge('>', {}, { body: body('') })).toMatchObject({ verdicts: [{ reason: 'whyEmpty' }] });
  });

  test('staff end the questions, but are held to the length', () => {
    const actor = { kind: 'user', id: 'e', name: 'Editor', role: 'editor', banned: false } as const;
    expect(judge('Hi', { rejectedLately: true, approved: 0, waitSeconds: 9 }, { actor })).toEqual({
      outcome: 'approve',
      verdicts: [{ phase: 'staff', verdict: 'approve', reason: 'whyStaff' }],
    });
    expect(judge('x'.repeat(20_000), {}, { actor }).outcome).toBe('refuse');
    const banned = { ...actor, banned: true };
    expect(judge('Hi', {}, { actor: banned })).toMatchObject({ outcome: 'refuse', verdicts: [{ phase: 'banned' }] });
    const contributor = { ...actor, role: 'contributor' } as const;
    expect(judge('Hi', { approved: 0 }, { actor: contributor }).outcome).toBe('hold');
  });

  test('duplicates are the same letters and numbers, whatever stands between them', () => {
    const recent = [{ text: 'Well  said!', articleId: 1, own: true }];
    expect(judge('well said', { recent })).toMatchObject({ outcome: 'refuse', verdicts: [{ phase: 'duplicates' }] });
    expect(judge('well said', { recent }, { articleId: 2 }).outcome).toBe('approve');
    expect(judge('well said, indeed', { recent }).outcome).toBe('approve');
  });

  test('flood says how many seconds are left', () => {
    expect(judge('Hi', { waitSeconds: 12 })).toMatchObject({
      outcome: 'refuse',
      verdicts: [{ phase: 'flood', detail: { count: 12 } }],
    });
  });

  test('links hold from the number that is set; none do at 0', () => {
    const text = 'https://a.example/x, https://a.example/x/ and https://b.example';
    expect(judge(text)).toMatchObject({ outcome: 'hold', verdicts: [{ reason: 'whyLinks', detail: { count: 2 } }] });
    expect(judge(text, settings({ holdLinks: 3 })).outcome).toBe('approve');
    expect(judge(text, settings({ holdLinks: 0 })).outcome).toBe('approve');
  });

  test('disallowed words make spam, suspect ones wait; as words, not inside of others', () => {
    expect(judge('Our CASINO', settings({ blockedWords: ['casino'] }))).toMatchObject({
      outcome: 'spam',
      verdicts: [{ phase: 'disallowed_words', detail: { word: 'casino' } }],
    });
    expect(judge('Occasinonal', settings({ blockedWords: ['casino'] })).outcome).toBe('approve');
    expect(judge('ｃａｓｉｎｏ', settings({ blockedWords: ['casino'] })).outcome).toBe('spam');
    expect(judge('see bad.example/x', settings({ suspectWords: ['bad.example'] })).outcome).toBe('hold');
    const actor = { kind: 'user', id: 'u', name: 'Casino King', role: 'reader', banned: false } as const;
    expect(judge('Hi', settings({ blockedWords: ['casino'] }), { actor }).outcome).toBe('spam');
  });

  test('words in disguise are words', () => {
    const lists = settings({ blockedWords: ['casino', 'bad.example', 'péage'], suspectWords: ['lottery'] });
    for (const text of [
      'cаsino',
      'ca\u200bsi\u00adno',
      '𝓬asino!',
      'c\u0317\u0317asino',
      'Cas1no',
      'peage',
      'bad。example',
    ])
      expect(judge(text.replace('bad。', 'https://bad。'), lists).outcome, text).toBe('spam');
    expect(judge('lоttеrу', lists).outcome).toBe('hold');
    expect(judge('occasionally', lists).outcome).toBe('approve');
  });

  test('a text in disguise is the same text, one of signs only the same signs', () => {
    const recent = [{ text: 'Buy cheap watches here', articleId: 1, own: true }];
    expect(judge('Buy chеap wat\u200bches hére', { recent })).toMatchObject({ verdicts: [{ phase: 'duplicates' }] });
    const signs = [{ text: '👍', articleId: 1, own: true }];
    expect(judge('🎉', { recent: signs }).outcome).toBe('approve');
    expect(judge('👍', { recent: signs }).outcome).toBe('refuse');
  });

  test('who is new or was rejected lately waits', () => {
    expect(judge('Hi', { approved: 0 })).toMatchObject({ outcome: 'hold', verdicts: [{ reason: 'whyFirstTime' }] });
    expect(judge('Hi', { approved: 2, ...settings({ trustAfter: 3 }) }).outcome).toBe('hold');
    expect(judge('Hi', { approved: 0, ...settings({ trustAfter: 0 }) }).outcome).toBe('approve');
    expect(judge('Hi', { approved: 9, rejectedLately: true })).toMatchObject({
      outcome: 'hold',
      verdicts: [{ reason: 'whyRejected' }],
    });
  });

  test('files are looked at', () => {
    const picture: DocumentNode = { type: 'doc', content: [{ type: 'picture', attrs: { src: '/files/x/y.png' } }] };
    expect(countFiles(picture)).toBe(1);
    expect(judge('![x](y)', {}, { body: picture })).toMatchObject({
      outcome: 'hold',
      verdicts: [{ phase: 'attachments' }],
    });
  });

  test('the external filter: spam counts, silence is recorded and holds nobody up', () => {
    expect(judge('Hi', { external: { said: 'spam' } }).outcome).toBe('spam');
    expect(judge('Hi', { external: { said: 'ham' } })).toEqual({ outcome: 'approve', verdicts: [] });
    expect(judge('Hi', { external: { said: 'skipped', problem: 'slow' } })).toEqual({
      outcome: 'approve',
      verdicts: [{ phase: 'external', verdict: 'approve', reason: 'whyExternalSkipped', detail: { problem: 'slow' } }],
    });
  });

  test('the worst verdict counts, and each is kept in the order of the phases', () => {
    const judgement = judge('A casino: https://a.example https://b.example', {
      approved: 0,
      ...settings({ blockedWords: ['casino'] }),
    });
    expect(judgement.outcome).toBe('spam');
    expect(judgement.verdicts.map(({ phase }) => phase)).toEqual(['links', 'disallowed_words', 'first_time']);
  });
});

describe('links', () => {
  test('those that are marked, embedded or only typed; each once', () => {
    const doc: DocumentNode = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'here', marks: [{ type: 'link', attrs: { href: 'https://www.a.example/' } }] },
            { type: 'text', text: ' and (https://b.example/page).' },
            { type: 'text', text: 'mail', marks: [{ type: 'link', attrs: { href: 'mailto:x@c.example' } }] },
          ],
        },
        { type: 'embed', attrs: { url: 'https://d.example/v' } },
      ],
    };
    expect(linksOf(doc)).toEqual(['https://www.a.example', 'https://b.example/page', 'https://d.example/v']);
    expect(hostsOf(doc)).toEqual(['a.example', 'b.example', 'd.example']);
  });
});

describe('the filter', () => {
  /** What the command does, without the database. */
  const learn = () => {
    const counts = new Map<string, WordCount>();
    const count = (text: string, kind: 'spam' | 'ham', by: 1 | -1) => {
      for (const word of ['', ...wordsOf({ body: body(text), name: null })]) {
        const known = counts.get(word) ?? { spam: 0, ham: 0 };
        counts.set(word, { ...known, [kind]: known[kind] + by });
      }
    };
    const chance = (text: string) => spamChance(wordsOf({ body: body(text), name: null }), counts);
    return { counts, count, chance };
  };

  test('says nothing before enough was decided of either kind', () => {
    const { count, chance } = learn();
    for (let n = 0; n < 40; n++) count('casino bonus', 'spam', 1);
    expect(chance('casino bonus')).toBeNull();
    for (let n = 0; n < 9; n++) count('harbour light', 'ham', 1);
    expect(chance('casino bonus')).toBeNull();
    count('harbour light', 'ham', 1);
    expect(chance('casino bonus')).toBeGreaterThan(0.95);
  });

  test('taught and untaught, it is as if nothing had been', () => {
    const { count, chance } = learn();
    for (let n = 0; n < 12; n++) {
      count(`casino bonus money ${n}`, 'spam', 1);
      count(`harbour light tide ${n}`, 'ham', 1);
    }
    const text = 'the pigeon chess club';
    const before = chance(text);
    for (let n = 0; n < 5; n++) count(text, 'spam', 1);
    expect(chance(text)).toBeGreaterThan(before ?? 1);
    for (let n = 0; n < 5; n++) count(text, 'spam', -1);
    expect(chance(text)).toBe(before);
    expect(before).toBe(0.5);
  });

  test('words that contradict each other leave it unsure, unknown ones undecided', () => {
    const { count, chance } = learn();
    for (let n = 0; n < 30; n++) {
      count('casino bonus money prize', 'spam', 1);
      count('harbour light tide ferry', 'ham', 1);
    }
    expect(chance('casino bonus money prize harbour light tide ferry')).toBeCloseTo(0.5, 1);
    expect(chance('nothing known')).toBe(0.5);
    expect(chance('the harbour has a light')).toBeLessThan(0.1);
    expect([null, 0.5, 0.69].map(filterVerdict)).toEqual([null, null, null]);
    expect([0.7, 0.94, 0.95, 1].map(filterVerdict)).toEqual(['unsure', 'unsure', 'spam', 'spam']);
  });

  test('knows a response by its words, hosts and name; short, and not too many', () => {
    const words = wordsOf({
      body: body('Don’t MISS https://win.example/x '),
      name: 'Bonus Man',
      link: 'https://me.example',
    });
    expect(words).toContain('host:win.example');
    expect(words).toContain('host:me.example');
    expect(words).toContain('name:bonus');
    expect(words).toContain('don’t');
    expect(words).toContain('miss');
    expect(wordsOf({ body: body('mіss\u00ading 𝓫onus'), name: 'Вonus' })).toEqual(['name:bonus', 'missing', 'bonus']);
    const many = wordsOf({
      body: body(Array.from({ length: 5000 }, (_, n) => `w${n}${'x'.repeat(80)}`).join(' ')),
      name: null,
    });
    expect(many.length).toBe(300);
    expect(Math.max(...many.map((word) => word.length))).toBeLessThanOrEqual(40);
  });
});
