'use client';

import { useId, useState } from 'react';
import type { MediaView } from '#features/media/schema';
import type { ArticleFields } from '#features/newsroom/schema';
import { inZone } from '#lib/zoned-time';
import type { NewsroomTexts } from '#messages/newsroom';
import type { EditorServices } from '../editor/editor-services.ts';
import { BylineField } from './byline-field.tsx';
import { LeadField } from './lead-field.tsx';

type Choice = { id: number; name: string };
export type Choices = { sections: Choice[]; authors: Choice[]; tags: string[] };
export type ChangeFields = (change: Partial<ArticleFields>) => void;

type Props = {
  fields: ArticleFields;
  onChange: ChangeFields;
  kind: 'article' | 'page';
  hasPassword: boolean;
  choices: Choices;
  lead: MediaView | null;
  services: EditorServices;
  language: string;
  /** What is wrong with one of them. */
  problem: { field: string; message: string } | null;
  /** The path it has now. */
  path: string;
  timeZone: string;
  /** A time of the zone, as ISO 8601; null where it is none. */
  toIso: (local: string) => string | null;
  readOnly: boolean;
  t: NewsroomTexts;
};

/** Everything about an article beside its text. Saved with it. */
export function Details(props: Props) {
  const { fields, onChange, kind, hasPassword, choices, problem, path, timeZone, toIso, readOnly, t } = props;
  const id = useId();
  const [tags, setTags] = useState(fields.tags.join(', '));
  const line = (name: 'excerpt' | 'slug' | 'language' | 'password', label: string, hint?: string, rows?: number) => {
    const wrong = problem?.field === name;
    const shared = {
      id: `${id}-${name}`,
      value: fields[name],
      dir: name === 'slug' || name === 'language' ? ('ltr' as const) : ('auto' as const),
      'aria-invalid': wrong || undefined,
      'aria-describedby':
        [hint && `${id}-${name}-hint`, wrong && `${id}-${name}-problem`].filter(Boolean).join(' ') || undefined,
    };
    return (
      <div className="desk-field">
        <label htmlFor={shared.id}>{label}</label>
        {rows ? (
          <textarea {...shared} rows={rows} onChange={({ target }) => onChange({ [name]: target.value })} />
        ) : (
          <input
            {...shared}
            type={name === 'password' ? 'password' : 'text'}
            autoComplete={name === 'password' ? 'new-password' : 'off'}
            onChange={({ target }) => onChange({ [name]: target.value })}
          />
        )}
        {hint && (
          <p className="desk-hint" id={`${id}-${name}-hint`}>
            {hint}
          </p>
        )}
        {wrong && (
          <p className="problem" id={`${id}-${name}-problem`} role="alert">
            {problem.message}
          </p>
        )}
      </div>
    );
  };
  return (
    <fieldset className="desk-section desk-details" disabled={readOnly}>
      <legend>{t.details}</legend>
      {kind === 'article' && (
        <>
          <div className="desk-field">
            <label htmlFor={`${id}-section`}>{t.section}</label>
            <select
              id={`${id}-section`}
              value={fields.sectionId ?? ''}
              onChange={({ target }) => onChange({ sectionId: Number(target.value) || null })}
            >
              <option value="">{t.noSection}</option>
              {choices.sections.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </select>
          </div>
          <div className="desk-field">
            <label htmlFor={`${id}-tags`}>{t.tags}</label>
            <input
              id={`${id}-tags`}
              value={tags}
              dir="auto"
              autoComplete="off"
              aria-describedby={`${id}-tags-hint`}
              onChange={({ target }) => {
                setTags(target.value);
                onChange({ tags: [...new Set(target.value.split(/[,،、]/).map((tag) => tag.trim()))].filter(Boolean) });
              }}
            />
            <p className="desk-hint" id={`${id}-tags-hint`}>
              {t.tagsHint}
            </p>
          </div>
          <BylineField chosen={fields.bylines} authors={choices.authors} onChange={onChange} t={t} />
        </>
      )}
      {line('excerpt', t.excerpt, t.excerptHint, 3)}
      {line('slug', t.slug, `${t.slugHint} ${t.slugNow(path)}`)}
      <LeadField
        lead={fields.lead}
        shown={props.lead}
        services={props.services}
        language={props.language}
        {...{ onChange, readOnly, t }}
      />
      <div className="desk-field">
        <label htmlFor={`${id}-visibility`}>{t.visibility}</label>
        <select
          id={`${id}-visibility`}
          value={fields.visibility}
          onChange={({ target }) => onChange({ visibility: target.value as ArticleFields['visibility'] })}
        >
          <option value="public">{t.visibilityPublic}</option>
          <option value="password">{t.visibilityPassword}</option>
          <option value="private">{t.visibilityPrivate}</option>
        </select>
      </div>
      {fields.visibility === 'password' && line('password', t.password, hasPassword ? t.passwordKept : undefined)}
      <details className="desk-more">
        <summary>{t.stepMore}</summary>
        {line('language', t.language, t.languageHint)}
        <div className="desk-field">
          <label htmlFor={`${id}-comments`}>{t.responsesTitle}</label>
          <div className="desk-row">
            <select
              id={`${id}-comments`}
              value={fields.commentPolicy}
              onChange={({ target }) => {
                const commentPolicy = target.value as ArticleFields['commentPolicy'];
                onChange({
                  commentPolicy,
                  commentDays: commentPolicy === 'closed_after' ? (fields.commentDays ?? 14) : null,
                });
              }}
            >
              <option value="open">{t.commentsOpen}</option>
              <option value="closed">{t.commentsClosed}</option>
              <option value="closed_after">{t.commentsClosedAfter}</option>
            </select>
            {fields.commentPolicy === 'closed_after' && (
              <input
                type="number"
                min={1}
                max={3650}
                aria-label={t.commentDays}
                value={fields.commentDays ?? ''}
                onChange={({ target }) => onChange({ commentDays: Number(target.value) || 1 })}
              />
            )}
          </div>
        </div>
        <label className="desk-check">
          <input
            type="checkbox"
            checked={fields.pingPolicy === 'open'}
            onChange={({ target }) => onChange({ pingPolicy: target.checked ? 'open' : 'closed' })}
          />
          <span>{t.pings}</span>
        </label>
        <label className="desk-check">
          <input
            type="checkbox"
            checked={fields.sendsPings}
            onChange={({ target }) => onChange({ sendsPings: target.checked })}
          />
          <span>{t.sendsPings}</span>
        </label>
        <label className="desk-check">
          <input
            type="checkbox"
            checked={fields.showsChanges}
            onChange={({ target }) => onChange({ showsChanges: target.checked })}
          />
          <span>{t.showsChanges}</span>
        </label>
        <div className="desk-field">
          <label htmlFor={`${id}-embargo`}>{t.embargo}</label>
          <input
            id={`${id}-embargo`}
            type="datetime-local"
            defaultValue={fields.embargoUntil ? inZone(fields.embargoUntil, timeZone) : ''}
            aria-describedby={`${id}-embargo-hint`}
            onChange={({ target }) => onChange({ embargoUntil: toIso(target.value) })}
          />
          <p className="desk-hint" id={`${id}-embargo-hint`}>
            {t.embargoHint(timeZone)}
          </p>
        </div>
        <SourceFields source={fields.source} onChange={onChange} problem={problem} t={t} />
      </details>
    </fieldset>
  );
}

const noSource = { name: '', url: '', author: '', publishedAt: null, licence: '', policy: 'canonical' } as const;

type SourceProps = Pick<Props, 'onChange' | 'problem' | 't'> & { source: ArticleFields['source'] };

function SourceFields({ source, onChange, problem, t }: SourceProps) {
  const id = useId();
  const change = (part: Partial<NonNullable<ArticleFields['source']>>) =>
    onChange({ source: { ...(source ?? noSource), ...part } });
  const wrong = problem?.field === 'source' ? problem.message : null;
  const line = (name: 'name' | 'url' | 'author' | 'licence', label: string) => (
    <div className="desk-field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        value={source?.[name] ?? ''}
        dir={name === 'url' ? 'ltr' : 'auto'}
        aria-describedby={wrong ? `${id}-problem` : undefined}
        onChange={({ target }) => change({ [name]: target.value })}
      />
    </div>
  );
  return (
    <>
      <label className="desk-check">
        <input
          type="checkbox"
          checked={source !== null}
          onChange={({ target }) => onChange({ source: target.checked ? { ...noSource } : null })}
        />
        <span>{t.sourceFrom}</span>
      </label>
      {source && (
        <>
          {line('name', t.sourceName)}
          {line('url', t.sourceUrl)}
          {line('author', t.sourceAuthor)}
          {line('licence', t.sourceLicence)}
          <div className="desk-field">
            <label htmlFor={`${id}-date`}>{t.sourceDate}</label>
            <input
              id={`${id}-date`}
              type="date"
              value={source.publishedAt?.slice(0, 10) ?? ''}
              onChange={({ target }) => change({ publishedAt: target.value ? `${target.value}T00:00:00.000Z` : null })}
            />
          </div>
          <div className="desk-field">
            <label htmlFor={`${id}-policy`}>{t.sourcePolicy}</label>
            <select
              id={`${id}-policy`}
              value={source.policy}
              onChange={({ target }) => change({ policy: target.value as 'canonical' | 'noindex' })}
            >
              <option value="canonical">{t.sourceCanonical}</option>
              <option value="noindex">{t.sourceNoindex}</option>
            </select>
          </div>
          {wrong && (
            <p className="problem" id={`${id}-problem`} role="alert">
              {wrong}
            </p>
          )}
        </>
      )}
    </>
  );
}
