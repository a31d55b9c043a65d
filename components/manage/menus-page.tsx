import { changeMenuAction } from '#app/_actions/look';
import { type MenuDeskItem, type MenuName, menuNames } from '#features/look/schema';
import { menusDeskPath } from '#lib/addresses';
import { type LookTexts, lookTextsFor } from '#messages/look';
import { DeskButton } from '../newsroom/desk-forms.tsx';
import { MenuAddForm, MenuLabelForm } from './menu-forms.tsx';
import { Sortable, type SortableItem } from './sortable.tsx';

type Choice = { path: string; name: string };
type Props = { menus: Record<MenuName, MenuDeskItem[]>; choices: Choice[]; language: string };

/** Both menus, each with its entries in their order, and the form for one more. */
export function MenusPage({ menus, choices, language }: Props) {
  const t = lookTextsFor(language);
  return (
    <main id="content" className="queue-page manage">
      <h1>{t.menusTitle}</h1>
      <p className="desk-hint">{t.menusIntro}</p>
      <datalist id="menu-choices">
        {choices.map(({ path, name }) => (
          <option key={path} value={path}>
            {name}
          </option>
        ))}
      </datalist>
      {menuNames.map((menu) => (
        <Menu key={menu} menu={menu} items={menus[menu]} language={language} />
      ))}
    </main>
  );
}

function Menu({ menu, items, language }: { menu: MenuName; items: MenuDeskItem[]; language: string }) {
  const t = lookTextsFor(language);
  const title = menu === 'header' ? t.menuHeader : t.menuFooter;
  return (
    <section className="manage-part" aria-labelledby={`menu-${menu}`}>
      <h2 id={`menu-${menu}`}>{title}</h2>
      {items.length === 0 ? (
        <>
          <p className="desk-hint">{menu === 'header' ? t.menuHeaderNone : t.menuFooterNone}</p>
          {menu === 'header' && (
            <DeskButton
              action={changeMenuAction}
              at={menusDeskPath}
              fields={{ menu, do: 'begin' }}
              className="desk-button"
            >
              {t.menuBegin}
            </DeskButton>
          )}
        </>
      ) : (
        <>
          <p className="desk-hint">{t.orderHow}</p>
          <Sortable
            items={items.map((item, index) => entryOf({ menu, items, item, index, language, t }))}
            action={changeMenuAction}
            at={menusDeskPath}
            fields={{ menu, do: 'place' }}
            keyName="key"
            label={title}
            language={language}
          />
        </>
      )}
      <MenuAddForm menu={menu} title={title} language={language} />
    </section>
  );
}

type Given = {
  menu: MenuName;
  items: MenuDeskItem[];
  item: MenuDeskItem;
  index: number;
  language: string;
  t: LookTexts;
};

/** How many rows move with the entry at `index`. */
const sizeAt = (items: MenuDeskItem[], index: number): number => {
  let size = 1;
  if (!items[index]?.under) while (items[index + size]?.under) size++;
  return size;
};

/** Where its arrows lead: past the one before or after that stands at its own depth. */
function waysOf(items: MenuDeskItem[], index: number, size: number): { up: number | null; down: number | null } {
  if (items[index]?.under)
    return { up: items[index - 1]?.under ? index - 1 : null, down: items[index + 1]?.under ? index + 1 : null };
  let up = index - 1;
  while (up > 0 && items[up]?.under) up--;
  return {
    up: up < 0 ? null : up,
    down: index + size >= items.length ? null : index + sizeAt(items, index + size),
  };
}

function entryOf({ menu, items, item, index, language, t }: Given): SortableItem {
  const words = item.label || item.name || t.menuKinds[item.target.kind];
  const size = sizeAt(items, index);
  const button = (fields: Record<string, string>, text: string, about: string) => (
    <DeskButton action={changeMenuAction} at={menusDeskPath} fields={{ menu, key: item.key, ...fields }} about={about}>
      {text}
    </DeskButton>
  );
  return {
    key: item.key,
    name: words,
    under: item.under,
    size,
    ...waysOf(items, index, size),
    row: (
      <>
        <span className="sortable-words">
          <b dir="auto">{words}</b>
          <small>{item.gone ? t.menuGone : `${t.menuKinds[item.target.kind]} · ${decoded(item.href)}`}</small>
          <span className="menu-tools">
            <MenuLabelForm menu={menu} itemKey={item.key} name={words} label={item.label} language={language} />
            {menu === 'header' &&
              (item.under
                ? button({ do: 'nest', under: 'no' }, t.menuOut, t.menuOutOf(words))
                : index > 0 && size === 1 && button({ do: 'nest', under: 'yes' }, t.menuIn, t.menuInOf(words)))}
            {button({ do: 'remove' }, t.menuRemove, t.menuRemoveOf(words))}
          </span>
        </span>
      </>
    ),
  };
}

/** An address as people read it. */
function decoded(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}
