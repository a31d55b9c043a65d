import { type AttachmentKind, type AttachmentLimits, endingsByKind } from '#features/attachments/schema';
import { fileSize } from '#lib/file-size';
import type { Messages } from '#messages/catalogue';
import type { Edition } from '#messages/edition';

/** What a form in the browser needs to know of the limits. */
export type AttachLimits = {
  maxBytes: number;
  maxFiles: number;
  /** The endings of each kind that is taken, with a space between. */
  endings: Partial<Record<AttachmentKind, string>>;
};

/** What a form is given so that files can be added to it; made on the server, where the words are. */
export type Attach = {
  limits: AttachLimits;
  /** States limits and kinds, from the settings. */
  sentence: string;
  words: { add: string; signIn: string; needScript: string; drop: string; notLoaded: string };
};

const kindNames = (t: Messages): Record<AttachmentKind, string> => ({
  image: t.filesImage,
  audio: t.filesAudio,
  video: t.filesVideo,
  document: t.filesDocument,
  spreadsheet: t.filesSpreadsheet,
  interactive: t.filesInteractive,
  other: t.filesOther,
});

/** Null: nobody can add files here. */
export function attachFor(limits: AttachmentLimits, { t, format, language }: Edition): Attach | null {
  const { maxBytes, maxFiles, kinds, hold, who } = limits;
  if (who === 'nobody' || maxFiles === 0 || kinds.length === 0) return null;
  const names = kindNames(t);
  const sentence = [
    t.filesLimits(
      maxFiles,
      format.number(maxFiles),
      fileSize(maxBytes, language),
      format.list(kinds.map((kind) => names[kind])),
    ),
    who === 'approved' && t.filesApproved,
    hold && t.filesHold,
  ];
  return {
    limits: {
      maxBytes,
      maxFiles,
      endings: Object.fromEntries(kinds.map((kind) => [kind, endingsByKind[kind].join(' ')])),
    },
    sentence: sentence.filter(Boolean).join(' '),
    words: {
      add: t.addFiles,
      signIn: t.filesSignIn,
      needScript: t.filesNeedScript,
      drop: t.filesDrop,
      notLoaded: t.filesNotLoaded,
    },
  };
}
