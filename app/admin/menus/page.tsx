import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { cachedNavigation } from '#app/_cached/settings';
import { MenusPage } from '#components/manage/menus-page';
import { listMenuItems } from '#features/look/queries';
import { canManage } from '#features/managing/policy';
import { listTermNames } from '#features/managing/queries';
import {
  archivePath,
  authorPath,
  correctionsPath,
  menusDeskPath,
  pagePath,
  sectionPath,
  tagPath,
} from '#lib/addresses';
import { lookTextsFor } from '#messages/look';
import { gated } from '../manage-gate.tsx';
import '../../styles/arranging.css';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: lookTextsFor((await getEdition()).settings.language).menusTitle };
}

export default function Page() {
  return gated({ path: menusDeskPath, may: canManage, refusal: 'noManager' }, async ({ actor, edition }) => {
    const [menus, { pages }, sections, tags, authors] = await Promise.all([
      listMenuItems({ actor }),
      cachedNavigation(),
      ...(['section', 'tag', 'author'] as const).map((kind) => listTermNames({ actor, kind })),
    ] as const);
    const named = (path: (slug: string) => string, kind: string, terms: { slug: string; name: string }[] = []) =>
      terms.map(({ slug, name }) => ({ path: decodeURI(path(slug)), name: `${kind}: ${name}` }));
    const { menuKinds } = lookTextsFor(edition.language);
    const choices = [
      ...named(sectionPath, menuKinds.section, sections),
      ...pages.map(({ slug, title }) => ({ path: decodeURI(pagePath(slug)), name: `${menuKinds.page}: ${title}` })),
      ...named(authorPath, menuKinds.author, authors),
      ...named(tagPath, menuKinds.tag, tags),
      { path: archivePath, name: edition.t.archive },
      { path: correctionsPath, name: edition.t.corrections },
    ];
    return <MenusPage menus={menus} choices={choices} language={edition.language} />;
  });
}
