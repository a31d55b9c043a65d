import type { ReactNode } from 'react';
import type { SectionView } from '#features/articles/schema';
import type { Edition } from '#messages/edition';
import { Footer } from './footer.tsx';
import { Masthead } from './masthead.tsx';
import { Speculation } from './speculation.tsx';

export type ChromeProps = {
  edition: Edition;
  name: string;
  tagline: string;
  footer: string;
  sections: SectionView[];
  pages: { slug: string; title: string }[];
};

/** What stands around every page for readers: skip link, masthead, footer. `children` brings its own `<main>`. */
export function Chrome({ children, ...props }: ChromeProps & { children: ReactNode }) {
  return (
    <>
      <a className="skip-link" href="#content">
        {props.edition.t.skipToContent}
      </a>
      <Masthead {...props} />
      {children}
      <Footer {...props} />
      <Speculation />
    </>
  );
}
