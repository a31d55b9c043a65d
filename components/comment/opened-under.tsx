'use client';

import { getAttachedAction } from '#app/_actions/attachments';
import { getSourceAction, type Mine } from '#app/_actions/responses';
import type { AttachmentView } from '#features/attachments/schema';
import { signInPath } from '#lib/addresses';
import type { DiscussionTexts } from '#messages/discussion';
import type { Attach } from '../attachment/limits.ts';
import { keepDraft, readDraft } from './drafts.ts';
import { RespondForm } from './respond-form.tsx';
import { ResponsePanel, type Subject } from './response-panel.tsx';
import { articleOf, quoted, selectedIn } from './thread-dom.ts';
import type { Opened } from './use-opened.ts';

type Props = {
  opened: Opened;
  mine: Mine | null;
  articleId: number;
  language: string;
  longest: number;
  /** What files may come along; null: none may. */
  attach: Attach | null;
  /** The article takes responses. */
  canReply: boolean;
  t: DiscussionTexts;
  open(kind: Opened['kind'], opener: HTMLElement, text?: string, attached?: AttachmentView[]): void;
  close(): void;
  say(words: string): void;
  onPosted: NonNullable<Parameters<typeof RespondForm>[0]['onPosted']>;
  onDeleted(id: number): void;
  onReport(subject: Subject): void;
  onMuted(userId: string, muted: boolean): void;
};

function subjectOf({ id }: Opened, mine: Mine | null): Subject {
  const article = articleOf(id);
  const userId = article?.dataset.user ?? null;
  const until = mine?.editable.find((entry) => entry.id === id)?.until ?? null;
  return {
    id,
    userId,
    name: article?.dataset.name ?? '',
    own: mine?.own.includes(id) ?? false,
    editableUntil: until !== null && Date.parse(until) > Date.now() ? until : null,
    muted: userId !== null && (mine?.muted.includes(userId) ?? false),
  };
}

/** The form or the actions that are open under a response. */
export function OpenedUnder({ opened, mine, articleId, language, longest, attach, canReply, t, ...on }: Props) {
  const subject = subjectOf(opened, mine);
  const { id, kind, opener } = opened;
  const returnTo = `/responses/${id}`;

  const quote = () => {
    const article = articleOf(id);
    const selected = selectedIn();
    // biome-ignore lint/performance/useDomNodeTextContent: paragraphs stay apart.
    const words = article?.querySelector<HTMLElement>('.response-body')?.innerText ?? '';
    const about = `${articleId}:${id}`;
    const draft = readDraft(about);
    const passage = quoted(selected?.id === id ? selected.text : words);
    keepDraft(about, (draft ? `${draft.text.trimEnd()}\n\n` : '') + passage, draft?.submission ?? '');
    const reply = article?.querySelector<HTMLElement>('[data-act="reply"]');
    if (reply) on.open('reply', reply);
  };

  const edit = async () => {
    try {
      const [state, attached] = await Promise.all([getSourceAction(id), getAttachedAction(id)]);
      if (state.status === 'done' && attached.status === 'done') on.open('edit', opener, state.result, attached.result);
      else on.say(state.status === 'failed' ? state.message : t.noAnswer);
    } catch {
      on.say(t.offlineOther);
    }
  };

  if (kind === 'sign-in') {
    return (
      <p className="response-actions">
        {t.signInTo} <a href={signInPath(returnTo)}>{t.signIn}</a>
      </p>
    );
  }
  if (kind === 'more') {
    return (
      <ResponsePanel
        subject={subject}
        t={t}
        signedIn={mine !== null}
        signInAddress={signInPath(returnTo)}
        onQuote={canReply && articleOf(id)?.querySelector('[data-act="reply"]') ? quote : null}
        onEdit={() => void edit()}
        onDeleted={() => on.onDeleted(id)}
        onReport={() => on.onReport(subject)}
        onMuted={(muted) => subject.userId !== null && on.onMuted(subject.userId, muted)}
        onClose={on.close}
      />
    );
  }
  return (
    <RespondForm
      articleId={articleId}
      language={language}
      longest={longest}
      purpose={kind === 'edit' ? { kind, id } : { kind: 'reply', parentId: id, name: subject.name }}
      text={opened.text ?? ''}
      attach={attach}
      attached={opened.attached}
      returnTo={returnTo}
      focus
      onPosted={on.onPosted}
      onCancel={on.close}
    />
  );
}
