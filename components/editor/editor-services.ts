import type { Focus, LibraryKind, MediaChoices, MediaView } from '#features/media/schema';
import type { DocumentNode } from '#lib/document/schema';
import type { TextNotes } from './text-notes.ts';

/** What a block of the article can be filled with from the media library or the person's machine. */
export type MediaKind = 'image' | 'audio' | 'video' | 'file';

/** A stored file, ready to be named by a block. */
export type Picked = MediaView;

/** `kind` null: of every kind. `text`: in the name, the words kept with it or its credit. */
export type FindMedia = (asked: { kind: LibraryKind | null; text: string; page: number }) => Promise<MediaChoices>;

/** What the editor asks of the page it stands on. */
export type EditorServices = {
  /** Articles whose headline or address fits the words, best first, at most ten. */
  searchArticles: (query: string) => Promise<{ slug: string; headline: string }[]>;
  /** Files of the library, newest first, one page (from 1) of them. Rejects with an `Error` whose message can be shown. */
  findMedia: FindMedia;
  /** What of stored pictures stays in sight where they are cropped, by the ids of their files; the editor adds what it picks. */
  focuses: Map<string, Focus>;
  /** Keeps that with the file; null: the middle. Gives the sentence that says why not, or null. */
  setFocus: (fileId: string, focus: Focus | null) => Promise<string | null>;
  /** Sends a file; `progress` gets 0 to 100. Rejects with an `Error` whose message can be shown. */
  upload: (file: File, progress: (percent: number) => void) => Promise<Picked>;
  /** What a link leads to, by its address alone; null when it is not known. */
  previewEmbed: (url: string) => Promise<{ title: string; provider: string | null } | null>;
};

export type ArticleEditorProps = {
  /** The document to start with. A later change of the object is ignored: give a new React `key` to replace the text. */
  body: DocumentNode;
  /** Called at every change of the document; `get` serialises the document as it is when it is called. */
  onChange: (get: () => DocumentNode) => void;
  readOnly?: boolean;
  /** Notes of colleagues on its words, kept beside it; absent: there are none, and none can be written. */
  notes?: TextNotes;
  services: EditorServices;
  /** BCP 47 language of the text, for the browser's spelling. Default `en`. */
  lang?: string;
  /** BCP 47 language of the interface. Default `en`. */
  language?: string;
  /** Id of the element that names the text, e.g. the label "Text". */
  labelledBy?: string;
};
