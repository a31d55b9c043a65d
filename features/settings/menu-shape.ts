import { z } from 'zod';

/** What an entry of a menu leads to, by its id here; these go when their target does. */
const menuKinds = ['section', 'tag', 'author', 'article', 'page'] as const;

/** A web address, or a path of this site: never one that runs something, and never `//other.example` for a path. */
const isAddress = (address: string): boolean =>
  (/^https?:\/\/[^\s]+$/i.test(address) && URL.canParse(address)) || /^\/(?![/\\])[^\s\\]*$/.test(address);

const target = z.union([
  z.object({ kind: z.enum(menuKinds), id: z.number().int().positive() }),
  z.object({ kind: z.literal('address'), address: z.string().max(2000).refine(isAddress) }),
]);
export type MenuTarget = z.infer<typeof target>;

/**
 * An entry of a menu. `key` tells it from the others. `label` '': what it leads to says its name. `under`: it
 * stands under the entry before it that is not.
 */
const item = z.object({
  key: z.string().regex(/^[0-9a-z]{8}$/),
  label: z.string().max(60),
  target,
  under: z.boolean(),
});
export type MenuItem = z.infer<typeof item>;

/** Entries in their order; none: the menu is the publication's own. */
export const menuOf = (most: number) =>
  z
    .array(item, 'is arranged at /admin/menus')
    .max(most, `can have ${most} entries at most`)
    .refine((items) => items[0]?.under !== true, 'can not begin with an entry that stands under another')
    .default([]);
