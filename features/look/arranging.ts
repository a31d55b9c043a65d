import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { event, setting } from '#db/schema/index';
import { canManage } from '#features/managing/policy';
import { FieldProblem } from '#features/newsroom/schema';
import { type MenuItem, type MenuTarget, SettingsShape, settingsFrom } from '#features/settings/schema';
import { type Actor, actorName } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { ownHeader } from './menus.ts';
import type { MenuChange, MenuName } from './schema.ts';
import { sectionIds, targetOf } from './targets.ts';

const stale = () => new PersonError('conflict', 'This entry is no longer in the menu. Load the page again.');
const newKey = (): string => (BigInt(`0x${randomBytes(6).toString('hex')}`) % 36n ** 8n).toString(36).padStart(8, '0');
const itemOf = (target: MenuTarget, label = ''): MenuItem => ({ key: newKey(), label, target, under: false });

/** The words of an entry. */
function labelOf(typed: string): string {
  const label = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (label.length > 60) throw new FieldProblem('label', 'The words of an entry can have 60 characters at most.');
  return label;
}

/**
 * Makes one change of a menu, in the order of those that are made at once. Gives the cache tags that were expired. A mistake is a
 * `FieldProblem`.
 */
export async function changeMenu(input: {
  actor: Actor;
  menu: MenuName;
  change: MenuChange;
}): Promise<{ tags: string[] }> {
  const { actor, menu, change } = input;
  if (!canManage(actor)) throw new PersonError('refused', 'Only editors arrange the menus.');
  const key = menu === 'header' ? 'headerMenu' : 'footerMenu';
  const added =
    change.do === 'add' ? [itemOf(await targetOf(change.address), labelOf(change.label))] : await begun(menu, change);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${key}))`);
    const rows = await tx.select().from(setting).where(eq(setting.key, key));
    const before = settingsFrom(rows)[key];
    const after = change.do === 'begin' && before.length > 0 ? before : changed(before, change, added, menu);
    const parsed = SettingsShape.shape[key].safeParse(after);
    if (!parsed.success)
      throw new PersonError('invalid', `The menu ${parsed.error.issues[0]?.message}. Take some away first.`);
    await tx
      .insert(setting)
      .values({ key, value: after })
      .onConflictDoUpdate({ target: setting.key, set: { value: after } });
    await tx.insert(event).values({ name: 'menu.change', actor: actorName(actor), detail: { menu, ...change } });
    const tags = [cacheTags.settings];
    await expireTags(tx, tags);
    return { tags };
  });
}

const begun = async (menu: MenuName, change: MenuChange): Promise<MenuItem[]> =>
  change.do === 'begin' && menu === 'header'
    ? (await ownHeader(await sectionIds())).map((target) => itemOf(target))
    : [];

/** The entries after a change. Nothing stands under what itself stands under another, or under nothing. */
function changed(items: readonly MenuItem[], change: MenuChange, added: MenuItem[], menu: MenuName): MenuItem[] {
  if (change.do === 'add' || change.do === 'begin') return [...items, ...added];
  const at = items.findIndex(({ key }) => key === change.key);
  const item = items[at];
  if (!item) throw stale();
  switch (change.do) {
    case 'label':
      return items.with(at, { ...item, label: labelOf(change.label) });
    case 'remove':
      return tidy(
        items.flatMap((each, index) =>
          index === at ? [] : [isUnder(items, index, at) ? { ...each, under: false } : each],
        ),
      );
    case 'nest':
      if (change.under && (menu === 'footer' || at === 0))
        throw new PersonError('invalid', 'It can not stand under another.');
      return items.map((each, index) =>
        index === at || (change.under && isUnder(items, index, at)) ? { ...each, under: change.under } : each,
      );
    case 'place': {
      const isTaken = (index: number) => index === at || isUnder(items, index, at);
      const block = items.filter((_, index) => isTaken(index));
      const rest = items.filter((_, index) => !isTaken(index));
      let to = Math.min(rest.length, Math.max(0, Math.trunc(change.to) || 0));
      // It does not come between an entry and what stands under that.
      if (!item.under) while (rest[to]?.under) to++;
      return tidy([...rest.slice(0, to), ...block, ...rest.slice(to)]);
    }
  }
}

/** Whether the entry at `index` stands under the one at `at`. */
function isUnder(items: readonly MenuItem[], index: number, at: number): boolean {
  if (items[at]?.under || index <= at) return false;
  for (let each = at + 1; each <= index; each++) if (!items[each]?.under) return false;
  return true;
}

const tidy = (items: MenuItem[]): MenuItem[] => items.map((item, at) => (at === 0 ? { ...item, under: false } : item));
