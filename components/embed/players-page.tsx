import { PlainPage } from '#components/site/plain-page';
import { scriptJson } from '#lib/html';
import type { Edition } from '#messages/edition';
import { listRemembered } from './list-remembered.ts';

type Props = { edition: Edition; services: { id: string; name: string }[] };

/** What players of other services are, in plain sentences, and what this browser remembers of them. */
export function PlayersPage({ edition: { t }, services }: Props) {
  const parts = [
    [t.playersBefore, t.playersBeforeText],
    [t.playersAfter, t.playersAfterText],
    [t.playersAlways, t.playersAlwaysText],
  ] as const;
  const names = Object.fromEntries(services.map(({ id, name }) => [id, name]));
  const words = { none: t.playersNone, forget: t.playersForget('{service}') };
  return (
    <PlainPage title={t.playersTitle} intro={t.playersIntro} parts={parts}>
      <section>
        <h2>{t.playersRemembered}</h2>
        {/* The script's, by the time React may look at it. */}
        <div id="remembered-players" aria-live="polite" suppressHydrationWarning>
          <p>{t.playersNoScript}</p>
        </div>
      </section>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a function of ours, and its arguments as escaped JSON. */}
      <script dangerouslySetInnerHTML={{ __html: `(${listRemembered})(${scriptJson(words)},${scriptJson(names)})` }} />
    </PlainPage>
  );
}
