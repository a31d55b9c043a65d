import type { Player } from './schema.ts';

/*
 * How closed each kind of player is. All stand on another origin than ours, so `allow-same-origin` gives them their own
 * storage and nothing of the page; without it none of the services plays. None may navigate the page.
 */
const basic = 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox';

type Options = Partial<Pick<Player, 'starts' | 'ratio' | 'height' | 'grows'>>;

/** A film, 16 by 9 unless told. */
export const film = (src: string, { starts = 'autoplay=1', ratio = '16 / 9' }: Options = {}): Player => ({
  src,
  starts,
  sandbox: `${basic} allow-presentation`,
  allow: 'autoplay; encrypted-media; fullscreen; picture-in-picture',
  ratio,
  height: null,
  grows: false,
});

/** Sound; `height` in pixels. */
export const sound = (src: string, height: number, { starts = '' }: Options = {}): Player => ({
  src,
  starts,
  sandbox: basic,
  allow: 'autoplay; encrypted-media',
  ratio: null,
  height,
  grows: false,
});

/** A post of a network: as tall as it says it is. */
export const post = (src: string, height = 480): Player => ({
  src,
  starts: '',
  sandbox: basic,
  allow: 'fullscreen',
  ratio: null,
  height,
  grows: true,
});

/** Anything else in a box of its own. */
export const box = (src: string, { height = null, ratio = '4 / 3' }: Options = {}): Player => ({
  src,
  starts: '',
  sandbox: `${basic} allow-forms`,
  allow: 'fullscreen',
  ratio: height === null ? ratio : null,
  height,
  grows: false,
});
