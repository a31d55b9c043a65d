/** Largest file of an article, in bytes. */
export const mediaMaxBytes = 500_000_000;

/** A stored file of the library. `alt`: the words kept for a picture, or ''. Sizes in pixels, null where unknown. */
export type MediaView = {
  fileId: string;
  /** Its address on this site, a path. */
  src: string;
  name: string;
  /** As judged from its bytes. */
  type: string;
  width: number | null;
  height: number | null;
  alt: string;
};
