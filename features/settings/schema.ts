import { z } from 'zod';

const timeZone = z.string().refine((value) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}, 'must be a time zone such as Europe/Berlin');

const language = z.string().refine((value) => {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}, 'must be a language tag such as en or pt-BR');

/** The settings of a publication, with the defaults that hold until somebody changes them. */
export const SettingsShape = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(80).default('Broadsheet'),
  tagline: z.string().trim().max(200).default('A publication of your own'),
  language: language.default('en'),
  direction: z.enum(['ltr', 'rtl']).default('ltr'),
  timeZone: timeZone.default('UTC'),
  /** The one accent colour, in sRGB hex; the dark look derives its own from it. */
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #b5341f')
    .default('#b5341f'),
  /** Plain text under every page. */
  footer: z.string().trim().max(500).default(''),
  /** Whether feeds carry whole articles or their excerpts. */
  feedText: z.enum(['full', 'excerpt']).default('full'),
  /** One reader is counted once for an article within so many minutes. */
  hitWindowMinutes: z.coerce
    .number('must be minutes, from 1 to 1440')
    .int('must be whole minutes')
    .min(1, 'must be 1 or more')
    .max(1440, 'must be 1440 or less')
    .default(30),
});

export type Settings = z.infer<typeof SettingsShape>;
