/** A stored file, as it is served. */
export type FileView = { id: string; key: string; name: string; type: string; bytes: number; sha256: string };

/** What browsers may show in the page; everything else is offered as a download. */
const shown =
  /^(image\/(png|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon)|audio\/|video\/|application\/pdf$|text\/(plain|vtt)$)/;

export const isShown = (type: string): boolean => shown.test(type);

/** The address of a stored file. */
export const addressOfFile = (file: { id: string; name: string }): string =>
  `/files/${file.id}/${encodeURIComponent(file.name)}`;

const types: Record<string, string> = {
  ...{
    mp3: 'audio/mpeg',
    m4a: 'audio/mp4',
    aac: 'audio/aac',
    wav: 'audio/wav',
    ogg: 'audio/ogg',
    oga: 'audio/ogg',
    flac: 'audio/flac',
  },
  ...{
    mp4: 'video/mp4',
    m4v: 'video/mp4',
    mov: 'video/quicktime',
    webm: 'video/webm',
    ogv: 'video/ogg',
    '3gp': 'video/3gpp',
  },
  ...{
    pdf: 'application/pdf',
    txt: 'text/plain',
    csv: 'text/csv',
    vtt: 'text/vtt',
    srt: 'application/x-subrip',
    zip: 'application/zip',
  },
};

/** The media type that an ending stands for, where the bytes were not asked. */
export const typeOfName = (name: string): string =>
  types[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';

/** A name that is safe on every system and in every header: no path, no control or direction characters. */
export function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const cleaned = last
    .normalize('NFC')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[<>:"|?*%#]/g, '-')
    .replace(/^\.+/, '')
    .trim();
  const [stem = '', ...ending] = cleaned.split(/\.(?=[^.]*$)/);
  const safeStem = /^(con|prn|aux|nul|com\d|lpt\d)?$/i.test(stem) ? `file-${stem}` : stem;
  return [safeStem.slice(0, 120), ...ending.map((part) => part.slice(0, 12))].join('.');
}
