import type { AttachmentView } from '#features/attachments/schema';

const shown = (name: string, width: number, height: number) => ({ src: `/files/${name}`, width, height });

/** A file of a response, for tests. */
function sampleFile(id: string, given: Partial<AttachmentView> = {}): AttachmentView {
  return {
    ...{ id, kind: 'document', name: `${id}.pdf`, type: 'application/pdf', bytes: 1_234_567, alt: '', caption: '' },
    ...{ width: null, height: null, src: `/files/${id}/${id}.pdf`, thumb: null, large: null, poster: null },
    playable: false,
    ...given,
  };
}

export const samplePicture = (id: string, given: Partial<AttachmentView> = {}): AttachmentView =>
  sampleFile(id, {
    ...{ kind: 'image', name: `${id}.jpg`, type: 'image/jpeg', width: 3000, height: 2000 },
    ...{ thumb: shown(`${id}/small.webp`, 480, 320), large: shown(`${id}/large.webp`, 1800, 1200) },
    ...given,
  });

/** One of each that stands in its own way. */
export const sampleFiles: AttachmentView[] = [
  samplePicture('p1', { alt: '"A" <bridge> & a river', caption: 'At <night>' }),
  samplePicture('p2'),
  sampleFile('v1', {
    ...{ kind: 'video', name: 'walk.mp4', type: 'video/mp4', playable: true },
    poster: shown('v1/poster.webp', 640, 360),
  }),
  sampleFile('v2', { kind: 'video', name: 'old.wmv', type: 'video/x-ms-wmv' }),
  sampleFile('a1', { kind: 'audio', name: 'song "1".mp3', type: 'audio/mpeg', playable: true, caption: 'A song' }),
  sampleFile('d1', { name: 'plan <b>.pdf' }),
  sampleFile('s1', { kind: 'spreadsheet', name: 'sums.xlsx', type: 'application/x', caption: 'All of it' }),
  sampleFile('gone', { src: null }),
];
