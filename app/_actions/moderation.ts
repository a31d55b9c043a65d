'use server';

import { refresh, updateTag } from 'next/cache';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getEdition } from '#app/_cached/edition';
import { blockSite } from '#features/linkbacks/commands';
import {
  approveResponses,
  banWriter,
  hideResponses,
  markSpam,
  trashResponses,
  unbanWriter,
  undoDecision,
  upholdDecisions,
} from '#features/moderation/commands';
import type { DecisionOutcome } from '#features/moderation/schema';
import type { Actor } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import type { Messages } from '#messages/catalogue';
import { currentActor } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';
import { field } from './form-field.ts';
import { keepAnswer } from './queue-answer.ts';

/** What a click in the queue did, in words, and the decisions that `undo` takes back. */
export type ModerationDone = { message: string; stale: { id: number; message: string }[]; undo: number[] };

const commands = {
  approve: approveResponses,
  hide: hideResponses,
  spam: markSpam,
  trash: trashResponses,
  uphold: upholdDecisions,
};

/**
 * Every button of the queue. `decision` is `approve:12` for one response, `approve` for those that are selected (`item`),
 * `undo:3,4` for decisions, `ban:12` and `unban:…`. `seen-12` is what stood on screen, `reason-12` and `reason` why.
 */
export async function moderateAction(
  _: ActionState<ModerationDone>,
  form: FormData,
): Promise<ActionState<ModerationDone>> {
  const state = await defineAction(async () => {
    const [actor, { edition }] = await Promise.all([currentActor(), getEdition()]);
    const [what = '', on = ''] = split(field(form, 'decision'));
    const outcome = await run(actor, what, on, form);
    // The reader's next page is without it, whichever way it is asked for, before this answer is out.
    for (const articleId of outcome.articleIds) updateTag(cacheTags.responses(articleId));
    if (what === 'block') updateTag(cacheTags.settings);
    const count = what in commands ? outcome.decided.length : 1;
    return {
      message: done(edition.t, what, count, edition.format.number(count)),
      stale: outcome.stale,
      undo: what === 'undo' ? [] : outcome.decisionIds,
    };
  });
  // A plain post: on to a page that says it, so that loading it again posts nothing.
  if (!(await headers()).has('next-action')) {
    const query = new URLSearchParams({ tab: field(form, 'tab'), page: field(form, 'page') });
    redirect(`/admin/moderation?${query}&said=${await keepAnswer(state)}`);
  }
  refresh();
  return state;
}

async function run(actor: Actor, what: string, on: string, form: FormData): Promise<DecisionOutcome> {
  if (what === 'undo') return undoDecision({ actor, decisionIds: on.split(',').map(Number) });
  const chosen = on === '' ? form.getAll('item').map(Number) : [Number(on)];
  const seen = Object.fromEntries(
    chosen.flatMap((id) => (form.has(`seen-${id}`) ? [[id, field(form, `seen-${id}`)]] : [])),
  );
  const reason = field(form, on === '' ? 'reason' : `reason-${on}`);
  if (what === 'unban') return unbanWriter({ actor, userId: field(form, `writer-${on}`), reason });
  if (what === 'ban') {
    const [responseId = 0] = chosen;
    return banWriter({ actor, userId: field(form, `writer-${responseId}`), reason, responseId, seen });
  }
  if (what === 'block') return blockSite({ actor, responseId: Number(on), reason, seen });
  const command = commands[what as keyof typeof commands];
  if (!Object.hasOwn(commands, what))
    throw new PersonError('invalid', 'This button is not known. Load the page again.');
  return command({ actor, ids: chosen, reason, seen });
}

function done(t: Messages, what: string, count: number, formatted: string): string {
  switch (what) {
    case 'approve':
      return t.doneApprove(count, formatted);
    case 'hide':
      return t.doneHide(count, formatted);
    case 'spam':
      return t.doneSpam(count, formatted);
    case 'trash':
      return t.doneTrash(count, formatted);
    case 'uphold':
      return t.doneUphold(count, formatted);
    case 'block':
      return t.doneBlock;
    case 'ban':
      return t.doneBan;
    case 'unban':
      return t.doneUnban;
    default:
      return t.doneUndo;
  }
}

/** At the first colon. */
const split = (value: string): [string, string] => {
  const colon = value.indexOf(':');
  return colon === -1 ? [value, ''] : [value.slice(0, colon), value.slice(colon + 1)];
};
