import { refetchEmbedAction, switchServiceAction } from '#app/_actions/embeds';
import { PlainButton } from '#components/comment/plain-form';
import type { KeptEmbed } from '#features/embeds/schema';
import { embedsDeskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

type Props = {
  troubled: KeptEmbed[];
  services: { id: string; name: string; count: number; off: boolean }[];
  edition: Edition;
};

/** For editors: what could not be looked up or is gone, and which services are on. Plain forms throughout. */
export function EmbedsDesk({ troubled, services, edition: { t, format } }: Props) {
  return (
    <main id="content" className="queue-page embeds-desk">
      <h1>{t.embedsDesk}</h1>
      <p>{t.embedsDeskIntro}</p>
      <h2>{t.embedsTroubled}</h2>
      {troubled.length === 0 && <p>{t.embedsNone}</p>}
      <ul>
        {troubled.map(({ key, url, service, state, title, problem, dueAt }) => (
          <li key={key}>
            <div>
              <p>
                <a href={url} rel="noopener">
                  <bdi>{title || url}</bdi>
                </a>
              </p>
              <p className="embeds-facts">
                {state === 'gone' ? t.embedGone(service) : problem} {t.embedsNext(format.dateTime(dueAt))}
              </p>
            </div>
            <PlainButton at={embedsDeskPath} action={refetchEmbedAction} fields={{ url }} label={t.embedsRefetch} />
          </li>
        ))}
      </ul>
      <h2>{t.embedsServices}</h2>
      <ul>
        {services.map(({ id, name, count, off }) => (
          <li key={id}>
            <div>
              <p>{name}</p>
              <p className="embeds-facts">
                {off ? t.embedsOff : t.embedsOn} {count > 0 && t.embedsKept(count, format.number(count))}
              </p>
            </div>
            <PlainButton
              at={embedsDeskPath}
              action={switchServiceAction}
              fields={{ service: id, on: off ? 1 : 0 }}
              label={off ? t.embedsSwitchOn(name) : t.embedsSwitchOff(name)}
            />
          </li>
        ))}
      </ul>
    </main>
  );
}
