import { playersPath } from '#lib/addresses';
import type { EmbedTexts } from '#messages/players';
import type { PlayerWords } from './show-players.ts';

const service = '{service}';

/** What `showPlayers` is given. */
export const playerWords = (t: EmbedTexts): PlayerWords => ({
  frame: t.playerFrame('{title}', service),
  from: t.playerFrom(service),
  about: playersPath,
  always: t.playerAlways(service),
  ask: t.playerAsk(service),
  close: t.playerClose,
});
