import type { MenuItem, Settings } from '#features/settings/schema';

/** The settings that the page of the look holds, together. */
export const lookKeys = [
  'look',
  'accent',
  'readingFont',
  'frontLayout',
  'logo',
  'logoDark',
  'footer',
  'poweredBy',
  'designedBy',
  'designedByUrl',
] as const satisfies readonly (keyof Settings)[];
export type LookSettings = Pick<Settings, (typeof lookKeys)[number]>;

export const lookOf = (settings: Settings): LookSettings =>
  Object.fromEntries(lookKeys.map((key) => [key, settings[key]])) as LookSettings;

/** A picture that stands for the name: its path here, and its own pixels. `dark`: the one for dark paper. */
type LogoPicture = { src: string; width: number; height: number };
export type LogoView = LogoPicture & { dark: LogoPicture | null };

/** Media types of a logo. */
export const logoTypes = ['image/png', 'image/webp', 'image/jpeg', 'image/avif'] as const;

export const menuNames = ['header', 'footer'] as const;
export type MenuName = (typeof menuNames)[number];

/** An entry as pages show it. `href`: a path here, or a web address. */
export type MenuEntry = { label: string; href: string; children: { label: string; href: string }[] };

/** An entry as it is arranged; `label` '': it says `name`. `gone`: readers do not see it, because its target is not there. */
export type MenuDeskItem = MenuItem & { name: string; href: string; gone: boolean };

/** One change of a menu. `to`: the place among all entries, from 0, once the entry and what stands under it is taken out. */
export type MenuChange =
  | { do: 'add'; label: string; address: string }
  | { do: 'label'; key: string; label: string }
  | { do: 'place'; key: string; to: number }
  | { do: 'nest'; key: string; under: boolean }
  | { do: 'remove'; key: string }
  | { do: 'begin' };
