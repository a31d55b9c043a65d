'use client';

import { type FormEvent, useId, useRef } from 'react';
import { checkLinksAction, stepAction } from '#app/_actions/newsroom';
import type { CheckItem, DeskView, Status, Step } from '#features/newsroom/schema';
import { articlePath, deskPath, pagePath } from '#lib/addresses';
import type { Format } from '#lib/format';
import type { NewsroomTexts } from '#messages/newsroom';
import { DeskButton, Problem, useDeskForm } from './desk-forms.tsx';
import { statusName } from './status.tsx';

type Props = {
  desk: DeskView;
  /** The version that is on screen. */
  version: number;
  /** Saves what is not saved; false where that did not work. */
  flush: () => Promise<boolean>;
  dirty: boolean;
  timeZone: string;
  done: string | undefined;
  t: NewsroomTexts;
  format: Format;
};

const stepName = (step: Step, status: Status, t: NewsroomTexts): string => {
  switch (step) {
    case 'submit':
      return t.stepSubmit;
    case 'return':
      return t.stepReturn;
    case 'approve':
      return t.stepApprove;
    case 'schedule':
      return status === 'scheduled' ? t.stepReschedule : t.stepSchedule;
    case 'unschedule':
      return t.stepUnschedule;
    case 'publish':
      return status === 'published' ? t.stepPublishChanges : t.stepPublish;
    case 'archive':
      return status === 'draft' || status === 'in_review' || status === 'approved' ? t.stepPutAway : t.stepArchive;
    case 'restore':
      return t.stepRestore;
  }
};

const doneName = (done: string, t: NewsroomTexts): string | undefined =>
  ({
    ...{ submit: t.doneSubmit, return: t.doneReturn, approve: t.doneApprove, schedule: t.doneSchedule },
    ...{ unschedule: t.doneUnschedule, publish: t.donePublish, archive: t.doneArchive, restore: t.doneRestore },
  })[done];

/** The step that most people here take next; the others stand behind it. */
const mainStep: Record<Status, Step> = {
  draft: 'submit',
  in_review: 'approve',
  approved: 'publish',
  scheduled: 'publish',
  published: 'publish',
  archived: 'restore',
};

/** Where an article stands and what can be done with it. The forms work without scripts. */
export function NextSteps({ desk, version, flush, dirty, timeZone, done, t, format }: Props) {
  const at = deskPath(desk.id);
  const id = useId();
  const { send, busy, failed } = useDeskForm(stepAction, at);
  const flushing = useRef(false);
  const beforeSend = (event: FormEvent<HTMLFormElement>) => {
    if (!dirty) return;
    event.preventDefault();
    const form = event.currentTarget;
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    if (flushing.current) return;
    flushing.current = true;
    void flush().then((saved) => {
      flushing.current = false;
      // Once the version that was just saved stands in the form.
      if (saved) requestAnimationFrame(() => form.requestSubmit(submitter));
    });
  };
  const steps = desk.steps;
  const main = steps.includes(mainStep[desk.status]) ? mainStep[desk.status] : undefined;
  const plain = steps.filter((step) => !['schedule', 'return', 'archive'].includes(step));
  const button = (step: Step) => (
    <button
      key={step}
      type="submit"
      name="step"
      value={step}
      className={step === main ? 'desk-button is-main' : 'desk-button'}
      disabled={busy}
    >
      {stepName(step, desk.status, t)}
    </button>
  );
  const hidden = (
    <>
      <input type="hidden" name="id" value={desk.id} />
      <input type="hidden" name="from" value={version} />
    </>
  );
  const shown = failed ? undefined : done && doneName(done, t);
  return (
    <section className="desk-section" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{statusName(desk.status, t)}</h2>
      <p className="desk-hint">{standing(desk, t, format)}</p>
      {desk.hasChanges && desk.status === 'published' && <p className="desk-hint">{t.changesWait}</p>}
      <p role="status" className="desk-done">
        {shown}
      </p>
      {failed && failed.field !== 'at' && <Problem id={`${id}-problem`} message={failed.message} />}
      {plain.length > 0 && (
        <form action={send} onSubmit={beforeSend} className="desk-buttons">
          {hidden}
          {plain.map(button)}
        </form>
      )}
      {steps.includes('schedule') && (
        <form action={send} onSubmit={beforeSend} className="desk-form">
          {hidden}
          <label htmlFor={`${id}-at`}>{t.stepAt(timeZone)}</label>
          <div className="desk-row">
            <input
              key={failed?.values?.at}
              id={`${id}-at`}
              type="datetime-local"
              name="at"
              required
              defaultValue={failed?.values?.at}
              aria-invalid={failed?.field === 'at'}
              aria-describedby={failed?.field === 'at' ? `${id}-at-problem` : undefined}
            />
            {button('schedule')}
          </div>
          {failed?.field === 'at' && <Problem id={`${id}-at-problem`} message={failed.message} />}
        </form>
      )}
      {steps.includes('return') && (
        <form action={send} onSubmit={beforeSend} className="desk-form">
          {hidden}
          <label htmlFor={`${id}-words`}>{t.stepWords}</label>
          <textarea
            key={failed?.values?.words}
            id={`${id}-words`}
            name="words"
            rows={2}
            dir="auto"
            maxLength={5000}
            defaultValue={failed?.values?.words}
          />
          {button('return')}
        </form>
      )}
      {steps.includes('archive') && (
        <form action={send} onSubmit={beforeSend} className="desk-buttons">
          {hidden}
          {button('archive')}
        </form>
      )}
      <p className="desk-links">
        {desk.isPublic && <a href={(desk.kind === 'page' ? pagePath : articlePath)(desk.slug)}>{t.viewArticle}</a>}
        <a href={`${at}/preview/phone`}>{t.preview}</a>
        <a href={`${at}/revisions`}>{t.revisions}</a>
      </p>
    </section>
  );
}

function standing({ status, publishedAt }: DeskView, t: NewsroomTexts, format: Format): string {
  switch (status) {
    case 'draft':
      return t.isDraft;
    case 'in_review':
      return t.isInReview;
    case 'approved':
      return t.isApproved;
    case 'archived':
      return t.isArchived;
    default:
      if (publishedAt === null) return '';
      return Date.parse(publishedAt) > Date.now()
        ? t.scheduledFor(format.dateTime(publishedAt))
        : t.publishedAt(format.dateTime(publishedAt));
  }
}

type ChecklistProps = { id: number; items: readonly CheckItem[]; t: NewsroomTexts; format: Format };

/** What to look at before it is published: of the text that was saved last when the page was loaded. */
export function Checklist({ id, items, t, format }: ChecklistProps) {
  const title = useId();
  return (
    <section className="desk-section" id="checklist" aria-labelledby={title}>
      <h2 id={title}>{t.checkTitle}</h2>
      {items.length === 0 ? (
        <p className="desk-hint">{t.checkNothing}</p>
      ) : (
        <ul className="checklist">
          {items.map((item) => (
            <li key={item.kind} className={item.wall ? 'is-wall' : undefined}>
              {checkText(item, t, format)}
              {item.kind === 'links' && (
                <>
                  {item.dead.length > 0 && (
                    <ul>
                      {item.dead.map((url) => (
                        <li key={url}>
                          <a href={url} rel="noopener noreferrer">
                            <bdi>{url}</bdi>
                          </a>
                        </li>
                      ))}
                    </ul>
                  )}{' '}
                  {item.state !== 'checking' && (
                    <DeskButton action={checkLinksAction} at={deskPath(id)} fields={{ id }}>
                      {t.checkLinksNow}
                    </DeskButton>
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function checkText(item: CheckItem, t: NewsroomTexts, format: Format): string {
  switch (item.kind) {
    case 'headline':
      return t.checkHeadline;
    case 'body':
      return t.checkBody;
    case 'alt':
      return t.checkAlt(item.count, format.number(item.count));
    case 'section':
      return t.checkSection;
    case 'excerpt':
      return t.checkExcerpt;
    case 'licence':
      return t.checkLicence;
    case 'links':
      if (item.state === 'checking') return t.checkLinksChecking;
      if (item.state === 'unchecked') return t.checkLinksUnchecked(item.count, format.number(item.count));
      return item.dead.length === 0
        ? t.checkLinksFine(format.dateTime(item.at ?? ''))
        : t.checkLinksDead(item.dead.length, format.number(item.dead.length));
  }
}
