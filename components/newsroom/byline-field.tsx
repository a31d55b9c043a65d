import { useId } from 'react';
import type { NewsroomTexts } from '#messages/newsroom';
import type { ChangeFields } from './details.tsx';

type Props = { chosen: number[]; authors: { id: number; name: string }[]; onChange: ChangeFields; t: NewsroomTexts };

/** Whom an article is by, in their order. */
export function BylineField({ chosen, authors, onChange, t }: Props) {
  const id = useId();
  const names = new Map(authors.map((author) => [author.id, author.name]));
  const move = (at: number) => {
    const bylines = [...chosen];
    const [moved] = bylines.splice(at, 1);
    if (moved !== undefined) bylines.splice(at - 1, 0, moved);
    onChange({ bylines });
  };
  return (
    <div className="desk-field">
      <label htmlFor={id}>{t.bylines}</label>
      {chosen.length > 0 && (
        <ol className="desk-bylines">
          {chosen.map((author, at) => {
            const name = names.get(author) ?? String(author);
            return (
              <li key={author}>
                <span dir="auto">{name}</span>
                {at > 0 && (
                  <button type="button" aria-label={t.bylineEarlier(name)} onClick={() => move(at)}>
                    ↑
                  </button>
                )}
                <button
                  type="button"
                  aria-label={t.bylineRemove(name)}
                  onClick={() => onChange({ bylines: chosen.filter((other) => other !== author) })}
                >
                  ×
                </button>
              </li>
            );
          })}
        </ol>
      )}
      <select
        id={id}
        value=""
        onChange={({ target }) => {
          const author = Number(target.value);
          if (author) onChange({ bylines: [...chosen, author] });
        }}
      >
        <option value="">{t.bylineAdd}</option>
        {authors
          .filter((author) => !chosen.includes(author.id))
          .map((author) => (
            <option key={author.id} value={author.id}>
              {author.name}
            </option>
          ))}
      </select>
    </div>
  );
}
