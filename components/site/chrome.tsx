import type { ReactNode } from 'react';
import type { SectionView } from '#features/articles/schema';
import type { LogoView, MenuEntry } from '#features/look/schema';
import type { Settings } from '#features/settings/schema';
import type { Edition } from '#messages/edition';
import { Footer } from './footer.tsx';
import { Masthead } from './masthead.tsx';
import { Speculation } from './speculation.tsx';

export type ChromeProps = {
  edition: Edition;
  settings: Pick<Settings, 'name' | 'tagline' | 'footer' | 'poweredBy' | 'designedBy' | 'designedByUrl'>;
  sections: SectionView[];
  pages: { slug: string; title: string }[];
  logo: LogoView | null;
  /** Null: nobody has arranged it. */
  menus: { header: MenuEntry[] | null; footer: MenuEntry[] | null };
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
