import { describe, expect, test } from 'vitest';
import { markupOf } from '#components/ui/markup';
import type { AttachmentLimits } from '#features/attachments/schema';
import { editionOf } from '#messages/edition';
import { Attached } from './attached.tsx';
import { sampleFiles, samplePicture } from './fixture.ts';
import { attachFor } from './limits.ts';

const edition = editionOf({ language: 'en', timeZone: 'UTC' });
const htmlOf = (files: Parameters<typeof Attached>[0]['files']) =>
  markupOf(<Attached files={files} edition={edition} />);

test('no files, no element', () => {
  expect(htmlOf([])).toBe('');
});

test('pictures know their size before they are there, load late, and lead to the large one without scripts', () => {
  const html = htmlOf([samplePicture('p', { alt: 'A bridge', caption: 'At night' })]);
  expect(html).toContain('<a href="/files/p/large.webp" data-act="enlarge"');
  expect(html).toMatch(/<img [^>]*width="1800" height="1200" alt="A bridge" loading="lazy"/);
  expect(html).toContain('<figcaption dir="auto">At night</figcaption>');
  expect(html).not.toContain('/_next/');
  expect(htmlOf([samplePicture('p')])).toContain('aria-label="Show the picture large"');
});

test('a gallery says how many it has', () => {
  for (const [count, name] of [
    [1, 'one'],
    [2, 'two'],
    [3, 'many'],
    [10, 'many'],
  ] as const)
    expect(htmlOf(Array.from({ length: count }, (_, n) => samplePicture(`p${n}`)))).toContain(`is-${name}"`);
});

test('players fetch nothing by themselves; what no browser plays is a file like any other', () => {
  const html = htmlOf(sampleFiles);
  for (const [player] of html.matchAll(/<(?:audio|video)[^>]*>/g)) expect(player).toContain('preload="none"');
  expect(html).toContain('poster="/files/v1/poster.webp"');
  expect(html).toMatch(/<li class="attached-file" data-kind="video">.*old\.wmv/);
});

test('everything else is downloaded, and what is gone is a name', () => {
  const html = htmlOf(sampleFiles);
  expect(html).toContain('<a class="attached-name" href="/files/d1/d1.pdf" download="plan &lt;b&gt;.pdf">');
  expect(html).toContain('<bdi class="attached-name">gone.pdf</bdi>');
  expect(html).toContain('Document, PDF, 1.2 MB');
});

describe('the sentence under the form comes from the settings', () => {
  const limits: AttachmentLimits = {
    ...{ maxBytes: 100_000_000, maxFiles: 10, hold: false, who: 'signed-in', quotaBytes: 1 },
    kinds: ['image', 'audio', 'video', 'document', 'spreadsheet', 'interactive', 'other'],
  };
  const sentence = (given: Partial<AttachmentLimits>) => attachFor({ ...limits, ...given }, edition)?.sentence ?? null;
  test('as it is at first', () => {
    expect(sentence({})).toBe(
      'You can add up to 10 files, each up to 100 MB: pictures, audio, video, documents, spreadsheets, presentations, and other files.',
    );
  });
  test('as an operator changed it', () => {
    expect(sentence({ maxBytes: 2_500_000, maxFiles: 1, kinds: ['image'], hold: true, who: 'approved' })).toBe(
      'You can add one file of up to 2.5 MB: pictures. Files can be added once a response of yours has been approved. A response with files waits for a moderator.',
    );
    for (const nobody of [{ who: 'nobody' as const }, { kinds: [] }, { maxFiles: 0 }])
      expect(sentence(nobody)).toBe(null);
  });
  test('the browser learns the endings of the kinds that are taken, and of no others', () => {
    const endings = attachFor({ ...limits, kinds: ['spreadsheet'] }, edition)?.limits.endings;
    expect(Object.keys(endings ?? {})).toEqual(['spreadsheet']);
    expect(endings?.spreadsheet?.split(' ')).toContain('xlsx');
  });
});
