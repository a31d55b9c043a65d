import { z } from 'zod';
import type { DocumentNode } from '#lib/document/schema';

export type EmbedKind = 'video' | 'audio' | 'post' | 'photo' | 'code' | 'map' | 'document' | 'link';

/** What a reader's click puts into the page: an iframe, as closed as its service bears. */
export type Player = {
  /** https; `{host}` in it stands for the host that the page is read on. */
  src: string;
  /** What is added to its query where it is to play at once; empty: it has no such thing. */
  starts: string;
  sandbox: string;
  allow: string;
  /** As CSS writes it (`16 / 9`); null where `height` says how tall it is. */
  ratio: string | null;
  /** Pixels. */
  height: number | null;
  /** It says by `postMessage` how tall it wants to be. */
  grows: boolean;
};

/** `waiting`: not looked up yet. `failed`: it was tried and will be again; what was known before still stands. */
type EmbedState = 'waiting' | 'ready' | 'gone' | 'failed';

/** A link alone on its line, as readers get it. */
export type EmbedView = {
  /** Of what is looked up: `youtube:ID`. */
  key: string;
  /** Id of the service, `link` for a page of nobody we know. */
  service: string;
  serviceName: string;
  kind: EmbedKind;
  /** The page itself, as it was written. */
  url: string;
  state: EmbedState;
  title: string;
  author: string;
  description: string;
  /** A still of ours, in pixels. */
  poster: { src: string; width: number; height: number } | null;
  player: Player | null;
};

/** By the address as it stands in the text. */
export type Embeds = Readonly<Record<string, EmbedView>>;

/** One that is kept, as editors see it. Times in ISO 8601. */
export type KeptEmbed = {
  key: string;
  url: string;
  service: string;
  state: EmbedState;
  title: string;
  failures: number;
  /** What went wrong last. */
  problem: string | null;
  lookedUpAt: string | null;
  dueAt: string;
};

/** The longest address that is looked up. */
const longestAddress = 2000;

export const EmbedAddress = z
  .string()
  .trim()
  .max(longestAddress)
  .refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value));

/** The addresses that stand as embeds in documents, each once, in their order. */
export function embedAddresses(...bodies: readonly (DocumentNode | null)[]): string[] {
  const found = new Set<string>();
  const collect = (node: DocumentNode): void => {
    const url = node.type === 'embed' ? node.attrs?.url : undefined;
    if (typeof url === 'string' && EmbedAddress.safeParse(url).success) found.add(url);
    for (const child of node.content ?? []) collect(child);
  };
  for (const body of bodies) if (body) collect(body);
  return [...found];
}
