import type { ReactNode } from 'react';

type Props = {
  title: string;
  intro: string;
  parts: readonly (readonly [title: string, text: string])[];
  children?: ReactNode;
};

/** A page that explains something of the site, in sections of a few plain sentences. */
export function PlainPage({ title, intro, parts, children }: Props) {
  return (
    <main id="content" className="plain-page">
      <header className="list-header">
        <h1>{title}</h1>
        <p className="list-intro">{intro}</p>
      </header>
      {parts.map(([heading, text]) => (
        <section key={heading}>
          <h2>{heading}</h2>
          <p>{text}</p>
        </section>
      ))}
      {children}
    </main>
  );
}
