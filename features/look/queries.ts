import { and, desc, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import { db } from '#db/client';
import { file, setting } from '#db/schema/index';
import { addressOfFile } from '#features/files/schema';
import { canManage } from '#features/managing/policy';
import { inLibrary } from '#features/media/queries';
import { canChangeSettings } from '#features/settings/policy';
import { type Settings, settingsFrom } from '#features/settings/schema';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { describeMenu } from './menus.ts';
import { type LogoView, type LookSettings, logoTypes, lookOf, type MenuDeskItem, type MenuName } from './schema.ts';

export { getMenus } from './menus.ts';

/** Where the look that is tried stands, beside the settings. */
export const draftKey = 'lookDraft';

const refused = () => new PersonError('refused', 'Only administrators change how the publication looks.');

/** The look that is tried, or null. */
export async function getLookDraft({ actor }: { actor: Actor }): Promise<LookSettings | null> {
  if (!canChangeSettings(actor)) throw refused();
  const [row] = await db.select().from(setting).where(eq(setting.key, draftKey));
  if (!row) return null;
  const values = Object.entries(row.value as Record<string, unknown>);
  return lookOf(settingsFrom(values.map(([key, value]) => ({ key, value }))));
}

/** The picture that stands for the name, or null: none is chosen, or it is gone. */
export async function getLogo({ logo, logoDark }: Pick<Settings, 'logo' | 'logoDark'>): Promise<LogoView | null> {
  if (logo === '') return null;
  const rows = await db
    .select()
    .from(file)
    .where(and(inArray(file.id, [logo, logoDark].filter(Boolean)), isNull(file.attachmentId)));
  const pictureOf = (id: string) => {
    const row = rows.find((each) => each.id === id);
    return row && row.width !== null && row.height !== null
      ? { src: addressOfFile(row), width: row.width, height: row.height }
      : null;
  };
  const light = pictureOf(logo);
  return light && { ...light, dark: pictureOf(logoDark) };
}

/** Pictures to choose a logo from: the newest of the library, and those that are chosen. */
export async function listLogoChoices(input: {
  actor: Actor;
  chosen: readonly string[];
}): Promise<{ id: string; name: string }[]> {
  if (!canChangeSettings(input.actor)) throw refused();
  return db
    .select({ id: file.id, name: file.name })
    .from(file)
    .where(
      and(
        isNull(file.attachmentId),
        or(
          inArray(file.id, input.chosen.filter(Boolean)),
          and(inArray(file.type, [...logoTypes]), isNotNull(file.width), inLibrary()),
        ),
      ),
    )
    .orderBy(desc(file.createdAt))
    .limit(100);
}

/** Both menus as they are arranged; empty: the publication's own stand there. */
export async function listMenuItems({ actor }: { actor: Actor }): Promise<Record<MenuName, MenuDeskItem[]>> {
  if (!canManage(actor)) throw new PersonError('refused', 'Only editors arrange the menus.');
  const rows = await db
    .select()
    .from(setting)
    .where(inArray(setting.key, ['headerMenu', 'footerMenu']));
  const { headerMenu, footerMenu } = settingsFrom(rows);
  return { header: await describeMenu(headerMenu), footer: await describeMenu(footerMenu) };
}
