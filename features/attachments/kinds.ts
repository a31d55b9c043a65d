/** The kinds of files, as the sentence under the form names them. */
export const attachmentKinds = ['image', 'audio', 'video', 'document', 'spreadsheet', 'interactive', 'other'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** How the bytes of an ending are recognised. */
export type Signature =
  /** By what `file-type` calls them. */
  | { by: 'bytes'; as: readonly string[] }
  /** Text: no NUL in it. */
  | { by: 'text' }
  /** An OLE container with this stream in it. */
  | { by: 'ole'; stream: readonly string[] }
  /** A zip whose `[Content_Types].xml` names this. */
  | { by: 'parts'; names: readonly string[] }
  /** Bytes at the start, hex. */
  | { by: 'magic'; hex: string };

type Ending = { type: string; signature: Signature };

const bytes = (type: string, ...as: string[]): Ending => ({ type, signature: { by: 'bytes', as } });
const text = (type: string): Ending => ({ type, signature: { by: 'text' } });
const ole = (type: string, ...stream: string[]): Ending => ({ type, signature: { by: 'ole', stream } });
const parts = (type: string, ...names: string[]): Ending => ({ type, signature: { by: 'parts', names } });

const jpeg = bytes('image/jpeg', 'jpg');
const tiff = bytes('image/tiff', 'tif');
const heic = bytes('image/heic', 'heic');
const ogg = bytes('audio/ogg', 'ogg', 'oga', 'opus', 'spx');
const m4a = bytes('audio/mp4', 'm4a', 'm4b', 'mp4');
const asf = bytes('video/x-ms-asf', 'asf');
const quicktime = bytes('video/quicktime', 'mov', 'mp4');
const mpeg = bytes('video/mpeg', 'mpg', 'mts', 'mp2');
const threegp = bytes('video/3gpp', '3gp', '3g2', 'mp4');
const powerpoint = ole('application/vnd.ms-powerpoint', 'PowerPoint Document');
const xps = parts(
  'application/vnd.ms-xpsdocument',
  'xps-fixeddocumentsequence+xml',
  'oxps-fixeddocumentsequence+xml',
  'package.xps',
);
const slide = 'application/vnd.openxmlformats-officedocument.presentationml';
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const odf = 'application/vnd.oasis.opendocument';

/**
 * The endings that may be attached (WordPress's `wp_get_ext_types`, less what runs code), with the type they are served
 * with and what their bytes have to be.
 */
const endings: Record<AttachmentKind, Record<string, Ending>> = {
  image: {
    ...{ jpg: jpeg, jpeg, jpe: jpeg, gif: bytes('image/gif', 'gif'), png: bytes('image/png', 'png', 'apng') },
    ...{ bmp: bytes('image/bmp', 'bmp'), tif: tiff, tiff, webp: bytes('image/webp', 'webp') },
    ...{ avif: bytes('image/avif', 'avif'), ico: bytes('image/x-icon', 'ico'), heic, heif: heic },
  },
  audio: {
    ...{ mp3: bytes('audio/mpeg', 'mp3', 'mp2', 'mp1'), m4a, m4b: m4a, aac: bytes('audio/aac', 'aac') },
    ...{ ram: text('audio/x-pn-realaudio'), wav: bytes('audio/wav', 'wav'), ogg, oga: ogg },
    ...{
      flac: bytes('audio/flac', 'flac'),
      wma: bytes('audio/x-ms-wma', 'asf'),
      mka: bytes('audio/x-matroska', 'mkv'),
    },
  },
  video: {
    ...{ asf, wmv: { ...asf, type: 'video/x-ms-wmv' }, avi: bytes('video/x-msvideo', 'avi') },
    ...{
      divx: bytes('video/x-msvideo', 'avi'),
      flv: bytes('video/x-flv', 'flv', 'f4v'),
      mov: quicktime,
      qt: quicktime,
    },
    ...{ mpeg, mpg: mpeg, mp4: bytes('video/mp4', 'mp4', 'm4v', 'mov'), m4v: bytes('video/mp4', 'm4v', 'mp4', 'm4p') },
    ...{ ogv: bytes('video/ogg', 'ogv', 'ogm', 'ogx', 'ogg'), mkv: bytes('video/x-matroska', 'mkv', 'webm') },
    ...{
      webm: bytes('video/webm', 'webm'),
      '3gp': threegp,
      '3gpp': threegp,
      '3g2': { ...threegp, type: 'video/3gpp2' },
    },
  },
  document: {
    ...{ rtf: bytes('application/rtf', 'rtf'), pdf: bytes('application/pdf', 'pdf') },
    ...{ psd: bytes('image/vnd.adobe.photoshop', 'psd'), xcf: bytes('image/x-xcf', 'xcf') },
    ...{ doc: ole('application/msword', 'WordDocument'), docx: bytes(`${word}.document`, 'docx') },
    docm: bytes('application/vnd.ms-word.document.macroEnabled.12', 'docm'),
    dotm: bytes('application/vnd.ms-word.template.macroEnabled.12', 'dotm'),
    ...{ oxps: { ...xps, type: 'application/oxps' }, xps, odt: bytes(`${odf}.text`, 'odt') },
    ...{ wp: wordPerfect(), wpd: wordPerfect(), pages: bytes('application/vnd.apple.pages', 'pages', 'zip') },
  },
  spreadsheet: {
    ...{ xls: ole('application/vnd.ms-excel', 'Workbook', 'Book'), xlsx: bytes(`${sheet}.sheet`, 'xlsx') },
    xlsm: bytes('application/vnd.ms-excel.sheet.macroEnabled.12', 'xlsm'),
    xlsb: parts('application/vnd.ms-excel.sheet.binary.macroEnabled.12', 'excel.sheet.binary.macroenabled'),
    ...{ ods: bytes(`${odf}.spreadsheet`, 'ods'), numbers: bytes('application/vnd.apple.numbers', 'numbers', 'zip') },
  },
  interactive: {
    ...{ pps: powerpoint, ppt: powerpoint, pptx: bytes(`${slide}.presentation`, 'pptx') },
    pptm: bytes('application/vnd.ms-powerpoint.presentation.macroEnabled.12', 'pptm'),
    ppsx: bytes(`${slide}.slideshow`, 'ppsx'),
    ppsm: bytes('application/vnd.ms-powerpoint.slideshow.macroEnabled.12', 'ppsm'),
    sldx: parts(`${slide}.slide`, 'presentationml.slide+xml', 'presentationml.slide.main+xml'),
    sldm: parts('application/vnd.ms-powerpoint.slide.macroEnabled.12', 'powerpoint.slide.macroenabled'),
    ...{ odp: bytes(`${odf}.presentation`, 'odp'), key: bytes('application/vnd.apple.keynote', 'key', 'zip') },
  },
  other: {
    ...{ txt: text('text/plain'), asc: text('text/plain'), csv: text('text/csv') },
    ...{ tsv: text('text/tab-separated-values'), vtt: text('text/vtt'), srt: text('application/x-subrip') },
    ...{
      tar: bytes('application/x-tar', 'tar'),
      zip: bytes('application/zip', 'zip'),
      gz: bytes('application/gzip', 'gz', 'tar.gz'),
    },
    ...{ rar: bytes('application/vnd.rar', 'rar'), '7z': bytes('application/x-7z-compressed', '7z') },
    ...{ mid: bytes('audio/midi', 'mid'), midi: bytes('audio/midi', 'mid'), odg: bytes(`${odf}.graphics`, 'odg') },
  },
};

function wordPerfect(): Ending {
  return { type: 'application/vnd.wordperfect', signature: { by: 'magic', hex: 'ff575043' } };
}

/** The endings of each kind, lower case, without their dot. */
export const endingsByKind = Object.fromEntries(
  attachmentKinds.map((kind) => [kind, Object.keys(endings[kind])]),
) as Record<AttachmentKind, string[]>;

/** The ending of a name, lower case, without its dot; empty where it has none. */
export const endingOf = (name: string): string => /\.([^./\\]{1,12})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** The kind that a name's ending stands for; null where nothing of the sort may be attached. */
export const kindOfName = (name: string): AttachmentKind | null =>
  attachmentKinds.find((kind) => Object.hasOwn(endings[kind], endingOf(name))) ?? null;

/** What a file of this name has to be; null where nothing of the sort may be attached. */
export function expectedOf(name: string): (Ending & { kind: AttachmentKind; ending: string }) | null {
  const kind = kindOfName(name);
  const ending = endingOf(name);
  const expected = kind && endings[kind][ending];
  return kind && expected ? { ...expected, kind, ending } : null;
}
