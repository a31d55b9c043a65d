'use client';

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { followThreadAction, type Rendered } from '#app/_actions/responses';
import { articlePath, notificationsPath, signInPath } from '#lib/addresses';
import { discussionTextsFor } from '#messages/discussion';
import type { Attach } from '../attachment/limits.ts';
import { liveForm, sentenceFor } from './calling.ts';
import { readDraft, sweepDrafts } from './drafts.ts';
import { OpenedUnder } from './opened-under.tsx';
import { ReportDialog } from './report-dialog.tsx';
import { RespondForm } from './respond-form.tsx';
import { idOf, takeAway } from './thread-dom.ts';
import { useLinks } from './use-links.ts';
import { useOpened } from './use-opened.ts';
import { useThread } from './use-thread.ts';

type Props = {
  articleId: number;
  slug: string;
  /** Of this page. */
  path: string;
  /** Responses are taken. */
  open: boolean;
  language: string;
  /** The newest response when the page was made. */
  newest: number;
  /** How deep replies are indented. */
  depth: number;
  /** Characters that a response may have. */
  longest: number;
  /** What files may come along; null: none may. */
  attach: Attach | null;
  head: ReactNode;
  /** Why no response is taken. */
  notice: ReactNode;
  sort: ReactNode;
  /** The threads, rendered on the server. */
  children: ReactNode;
};

/**
 * What makes the discussion of a static page live. The threads come from the server as they are, and stay so: this has
 * the form, answers to their links, and puts what comes later in its place.
 */
export function Discussion(props: Props) {
  const { articleId, slug, open, language, newest, depth, longest, attach } = props;
  const t = discussionTextsFor(language);
  const root = useRef<HTMLElement>(null);
  const fresh = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState({ words: '', times: 0 });
  const say = useCallback((words: string) => setSaid(({ times }) => ({ words, times: times + 1 })), []);
  const [reported, setReported] = useState<{ id: number; name: string } | null>(null);
  const thread = useThread({ root, fresh, articleId, newest, depth, t });
  const { mine, setMine, waiting } = thread;
  const opened = useOpened();
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const here = `${articlePath(slug)}#respond`;

  const onLiked = useCallback(
    (id: number, on: boolean) =>
      setMine((m) => m && { ...m, liked: on ? [...m.liked, id] : m.liked.filter((other) => other !== id) }),
    [setMine],
  );
  const onMore = useCallback(() => setMine((m) => m && { ...m }), [setMine]);
  useLinks({ root, language, t, say, open: opened.open, close: opened.close, onLiked, onMore });
  useEffect(sweepDrafts, []);

  // Who left to sign in with a reply begun finds it open again.
  const openUnder = opened.open;
  useEffect(() => {
    const article = document.querySelector<HTMLElement>('article.response:target');
    const reply = article?.querySelector<HTMLElement>('[data-act="reply"]');
    if (article && reply && readDraft(`${articleId}:${idOf(article)}`)) openUnder('reply', reply);
  }, [articleId, openUnder]);

  const posted = (response: Rendered & { outcome: 'approved' | 'held' }) => {
    opened.close(false);
    thread.place([response], response.id);
    say(response.outcome === 'held' ? t.postedHeld : t.posted);
    void thread.refresh();
  };

  const follow = async () => {
    const on = !mine?.follows;
    const show = (follows: boolean) => setMine((m) => m && { ...m, follows });
    show(on);
    try {
      const state = await followThreadAction({ status: 'idle' }, liveForm({ articleId, on }));
      if (state.status === 'failed') {
        show(!on);
        say(state.message);
      } else say(on ? t.followState : '');
    } catch (error) {
      show(!on);
      say(sentenceFor(error, t));
    }
  };

  return (
    <section ref={root} className="responses" aria-labelledby="responses" data-live="">
      {props.head}
      {props.notice}
      {open && (
        <div className="respond-place">
          <p className="respond-who">
            <span className="when-signed-out">
              {t.signedOutNote} <a href={signInPath(here)}>{t.signIn}</a>
            </span>
            {mine && (
              <span className="when-signed-in">
                <bdi>{mine.name}</bdi>
                <button type="button" className="link" onClick={() => void follow()}>
                  {mine.follows ? t.unfollowThread : t.followThread}
                </button>
                <a href={notificationsPath}>
                  {mine.unread > 0 ? t.notificationCount(mine.unread, number(mine.unread)) : t.notifications}
                </a>
              </span>
            )}
          </p>
          <RespondForm
            articleId={articleId}
            language={language}
            longest={longest}
            attach={attach}
            purpose={{ kind: 'new' }}
            returnTo={here}
            at={props.path}
            onPosted={posted}
          />
        </div>
      )}
      <div className="responses-bar">
        {props.sort || <span />}
        <span className="responses-new">
          <span>{waiting.length > 0 && t.newResponses(waiting.length, number(waiting.length))}</span>
          {/* Said once, and not with each that comes. */}
          <span role="status" className="sr-only">
            {waiting.length > 0 && t.newSome}
          </span>
          {waiting.length > 0 && (
            <button
              type="button"
              className="link"
              onClick={() => thread.showWaiting().catch((error: unknown) => say(sentenceFor(error, t)))}
            >
              {t.showNew}
            </button>
          )}
        </span>
      </div>
      <p className="responses-said" role="status">
        {said.words && <span key={said.times}>{said.words}</span>}
      </p>
      <ol ref={fresh} className="thread is-fresh" />
      {props.children}
      {opened.opened &&
        createPortal(
          <OpenedUnder
            key={`${opened.opened.kind}${opened.opened.id}`}
            opened={opened.opened}
            {...{ mine, articleId, language, longest, attach, t, say }}
            canReply={open}
            open={opened.open}
            close={opened.close}
            onPosted={posted}
            onDeleted={(id) => {
              opened.close(false);
              takeAway(id, t.takenBack);
              say(t.takenBack);
            }}
            onReport={({ id, name }) => setReported({ id, name })}
            onMuted={(userId, muted) => {
              opened.close();
              setMine(
                (m) => m && { ...m, muted: muted ? [...m.muted, userId] : m.muted.filter((other) => other !== userId) },
              );
            }}
          />,
          opened.opened.host,
        )}
      {reported && (
        <ReportDialog
          {...reported}
          t={t}
          onClose={(message) => {
            setReported(null);
            if (message) say(message);
            opened.close();
          }}
        />
      )}
    </section>
  );
}
