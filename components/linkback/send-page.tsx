import { Field } from '#components/account/field';
import type { LinkbackProblem } from '#features/linkbacks/schema';
import { webmentionPath } from '#lib/addresses';
import type { Messages } from '#messages/catalogue';
import type { Edition } from '#messages/edition';

type Props = {
  edition: Edition;
  source: string;
  target: string;
  problem: LinkbackProblem | null;
  /** Seconds until it may be tried again. */
  wait: number;
};

/** A form for people: what software sends by itself. It is a plain post to the endpoint. */
export function SendPage({ edition, source, target, problem, wait }: Props) {
  const { t } = edition;
  const failed = problem && {
    status: 'failed' as const,
    ...sentenceOf(edition, problem, wait),
    values: { source, target },
  };
  const state = failed ?? { status: 'idle' as const };
  return (
    <main id="content" className="account-page">
      <h1>{t.tellTitle}</h1>
      <p className="account-lead">{t.tellIntro}</p>
      <form method="post" action={webmentionPath} className="account-form" noValidate>
        <input type="hidden" name="page" value="1" />
        <Field
          name="source"
          label={t.tellSource}
          hint={t.tellSourceHint}
          state={state}
          value={source}
          type="url"
          inputMode="url"
          autoComplete="url"
          required
        />
        <Field
          name="target"
          label={t.tellTarget}
          hint={t.tellTargetHint}
          state={state}
          value={target}
          type="url"
          inputMode="url"
          required
        />
        <button type="submit" className="account-button">
          {t.tellSend}
        </button>
      </form>
      <p className="account-note">{t.tellElsewhere}</p>
    </main>
  );
}

/** What is wrong, and beside which field it is said. */
function sentenceOf(
  { t, format }: Edition,
  problem: LinkbackProblem,
  wait: number,
): { field: 'source' | 'target'; message: string } {
  const source = (message: string) => ({ field: 'source' as const, message });
  const target = (message: string) => ({ field: 'target' as const, message });
  const minutes = Math.max(1, Math.ceil(wait / 60));
  const sentences: Partial<Record<LinkbackProblem, ReturnType<typeof source | typeof target>>> = {
    no_source: source(t.tellNoSource),
    own_source: source(t.tellOwnSource),
    no_target: target(t.tellNoTarget),
    elsewhere: target(t.tellWrongTarget),
    unknown_target: target(t.tellWrongTarget),
    same: source(t.tellSame),
    closed: target(t.tellClosed),
    off: target(t.tellOff),
    blocked: source(t.tellBlocked),
    too_many: source(t.tellTooMany(minutes, format.number(minutes))),
    read_only: source(t.tellReadOnly),
  };
  return sentences[problem] ?? source(t.tellBadSource);
}

/** The name of a protocol. */
export const protocolName = (t: Messages, protocol: 'trackback' | 'pingback' | 'webmention'): string =>
  ({ trackback: t.protocolTrackback, pingback: t.protocolPingback, webmention: t.protocolWebmention })[protocol];
