import type { Messages } from '#messages/catalogue';

type Button = { decision: string; key: string; label: (t: Messages) => string };

/** The buttons of the queue: what they post, the key that presses them, their word. */
export const names = {
  approve: { decision: 'approve', key: 'a', label: (t) => t.approve },
  keep: { decision: 'approve', key: 'a', label: (t) => t.keep },
  reverse: { decision: 'approve', key: 'a', label: (t) => t.reverse },
  uphold: { decision: 'uphold', key: 'h', label: (t) => t.uphold },
  hide: { decision: 'hide', key: 'h', label: (t) => t.hide },
  spam: { decision: 'spam', key: 's', label: (t) => t.markSpam },
  trash: { decision: 'trash', key: 't', label: (t) => t.trash },
  ban: { decision: 'ban', key: 'b', label: (t) => t.ban },
  block: { decision: 'block', key: 'b', label: (t) => t.blockSite },
  unban: { decision: 'unban', key: 'b', label: (t) => t.unban },
} satisfies Record<string, Button>;

export type ButtonName = keyof typeof names;

type Props = {
  item: { id: number; name: string; buttons: ButtonName[] };
  t: Messages;
  reason: string;
  onReason: (reason: string) => void;
};

/** What can be done with one response, and why. */
export function Actions({ item: { id, name, buttons }, t, reason, onReason }: Props) {
  return (
    <div className="entry-actions">
      <div className="queue-buttons">
        {buttons.map((button) => (
          <button
            key={button}
            type="submit"
            name="decision"
            value={`${names[button].decision}:${id}`}
            data-key={names[button].key}
            aria-keyshortcuts={names[button].key}
            className={`queue-button is-${button}`}
          >
            {names[button].label(t)}
            <span className="sr-only"> {button === 'ban' || button === 'unban' ? name : t.decisionOn(name)}</span>
          </button>
        ))}
      </div>
      <details className="entry-reason">
        <summary>{t.addReason}</summary>
        <label htmlFor={`reason-${id}`}>{t.reasonLabel}</label>
        <input
          id={`reason-${id}`}
          name={`reason-${id}`}
          maxLength={500}
          dir="auto"
          autoComplete="off"
          value={reason}
          onChange={(event) => onReason(event.target.value)}
        />
      </details>
    </div>
  );
}
