import { scriptJson } from '#lib/html';
import type { Edition } from '#messages/edition';
import { playerWords } from './player-words.ts';
import { showPlayers } from './show-players.ts';

/** The script that puts players in place, once for a page that has any; nothing for others. */
export function PlayersScript({ edition: { t, embeds = {} } }: { edition: Edition }) {
  if (!Object.values(embeds).some(({ player }) => player !== null)) return null;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a function of ours, and its argument as escaped JSON.
  return <script dangerouslySetInnerHTML={{ __html: `(${showPlayers})(${scriptJson(playerWords(t))})` }} />;
}
