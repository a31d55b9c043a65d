import type { ReactNode } from 'react';

type Props = { path: string; text: string; label: string; send: string; children?: ReactNode };

/** A list is searched by a plain form; `children` are further fields. */
export function SearchForm({ path, text, label, send, children }: Props) {
  return (
    <search>
      <form method="get" action={path} className="desk-filter">
        <div className="desk-field">
          <label htmlFor="manage-search">{label}</label>
          <input id="manage-search" type="search" name="q" defaultValue={text} dir="auto" />
        </div>
        {children}
        <button type="submit" className="desk-button">
          {send}
        </button>
      </form>
    </search>
  );
}
