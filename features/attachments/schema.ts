import { z } from 'zod';
import type { AttachmentKind } from './kinds.ts';

export { type AttachmentKind, attachmentKinds, endingOf, endingsByKind, kindOfName } from './kinds.ts';

/** What may be attached, as the settings have it. Sizes in bytes. */
export type AttachmentLimits = {
  maxBytes: number;
  maxFiles: number;
  kinds: AttachmentKind[];
  /** Whether a response with files waits for a moderator. */
  hold: boolean;
  who: AttachmentWho;
  /** What all files of one person may take together. */
  quotaBytes: number;
};

/** `approved`: who has a response that is public. */
export const attachmentWho = ['signed-in', 'approved', 'nobody'] as const;
type AttachmentWho = (typeof attachmentWho)[number];

/** A picture that a browser shows as it is. */
export type ShownPicture = { src: string; width: number; height: number };

/** A file of a response, as whoever may see it sees it. */
export type AttachmentView = {
  id: string;
  kind: AttachmentKind;
  name: string;
  /** The media type it is served with. */
  type: string;
  bytes: number;
  alt: string;
  caption: string;
  /** Pixels of a picture; null for everything else, and for pictures of which no sizes could be made. */
  width: number | null;
  height: number | null;
  /** Its address on this site, a path; null where nothing is kept. */
  src: string | null;
  thumb: ShownPicture | null;
  large: ShownPicture | null;
  poster: ShownPicture | null;
  /** Whether browsers have a player for it. */
  playable: boolean;
};

/** One of one's own uploads that no response has claimed yet. */
export type UploadView = {
  id: string;
  name: string;
  bytes: number;
  kind: AttachmentKind;
  state: 'uploading' | 'ready' | 'refused';
  /** Why it was refused, a sentence. */
  problem: string | null;
  view: AttachmentView | null;
};

/** Longest alt text and caption, in characters. */
const longestAlt = 1000;
const longestCaption = 500;

const line = (longest: number) =>
  z
    .string()
    .max(longest * 4)
    .default('')
    // What would turn the words around it, and control characters.
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
        .trim()
        .slice(0, longest)
        // Half a character is no text that the database takes.
        .toWellFormed(),
    );

/** What the form sends of a file, in the order in which they shall stand. */
export const ChosenAttachment = z.object({ id: z.uuid(), alt: line(longestAlt), caption: line(longestCaption) });
export type ChosenAttachment = z.infer<typeof ChosenAttachment>;

/** More than anybody may attach, whatever the settings say; how many are too many says a sentence. */
export const ChosenAttachments = z.array(ChosenAttachment).max(200);

/** What an upload carries through UploadThing. */
export const UploadInput = z.object({ articleId: z.number().int().positive() });

/** Browsers play these by themselves. */
const played = /^(audio\/(mpeg|mp4|aac|ogg|wav|flac|webm)|video\/(mp4|webm|ogg))$/;
export const isPlayable = (type: string): boolean => played.test(type);

/** What browsers may show in the page; everything else of a response is offered as a download. */
export const isShownAttached = (type: string): boolean =>
  /^(image\/(png|jpeg|gif|webp|avif|bmp|x-icon)|audio\/.+|video\/.+)$/.test(type);

/** Gone at once when its response is: every cache asks first. */
export const sharedCache = 'public, max-age=0, must-revalidate';
/** For one person alone. */
export const unsharedCache = 'private, no-store';
