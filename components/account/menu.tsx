'use client';

import { useEffect, useState } from 'react';
import { accountMenuAction } from '#app/_actions/accounts';

type Props = {
  label: string;
  notificationsHref: string;
  language: string;
  /** The sentence for each form of a number (CLDR plural categories), with `#` for the number. */
  unread: Record<string, string>;
};

/**
 * For who is signed in: the way to the account, and how much there is that they have not read. Shown by CSS where the
 * hint says that somebody is; the count has its room from the start, so that nothing moves when it comes.
 */
export function AccountMenu({ label, notificationsHref, language, unread }: Props) {
  const [count, setCount] = useState(0);
  useEffect(() => {
    // The discussion wakes all of the page up, for readers without an account too.
    if (document.documentElement.dataset.signedIn === undefined) return;
    let gone = false;
    void accountMenuAction().then(
      (state) => {
        if (gone || state.status !== 'done') return;
        if (state.result === null) delete document.documentElement.dataset.signedIn;
        else setCount(state.result.unread);
      },
      () => {
        // Without an answer the link is as good as before.
      },
    );
    return () => {
      gone = true;
    };
  }, []);
  const number = new Intl.NumberFormat(language).format(count);
  const form = new Intl.PluralRules(language).select(count);
  const sentence = (unread[form] ?? unread.other ?? '#').replace('#', number);
  return (
    <span className="account-menu" id="account-menu" data-live="">
      <a href="/account">{label}</a>
      {/* Its room is there before the number is. */}
      <span className="account-unread">
        {count > 0 && (
          <a href={notificationsHref} aria-label={sentence} title={sentence}>
            {count > 99 ? '99+' : number}
          </a>
        )}
      </span>
    </span>
  );
}
