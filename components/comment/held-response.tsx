import type { MineView } from '#features/responses/schema';
import { responsePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { Response } from './response.tsx';

type Props = { response: MineView['held'][number]; edition: Edition };

/** One's own response that others do not see: it waits, or a moderator has hidden it. */
export function HeldResponse({ response, edition }: Props) {
  const { t } = edition;
  const reason = response.reason === null ? undefined : Reflect.get(t, response.reason);
  return (
    <Response
      response={response}
      edition={edition}
      note={
        <p className="response-note">
          <b>{response.outcome === 'held' ? t.held : t.hidden}</b> {typeof reason === 'string' && <span>{reason}</span>}{' '}
          {response.canAppeal && (
            <a href={responsePath(response.id, 'appeal')} rel="nofollow">
              {t.appeal}
            </a>
          )}{' '}
          <a href={responsePath(response.id, 'more')} rel="nofollow" data-act="more">
            {t.more}
          </a>
        </p>
      }
    />
  );
}
