import type { Embeds } from '#features/embeds/schema';
import type { Focus } from '#features/media/schema';
import { type Format, formatFor } from '#lib/format';
import { type Messages, messagesFor } from './catalogue.ts';

/** What a component needs to speak to readers: the texts, and how dates and numbers are written. */
export type Edition = {
  t: Messages;
  format: Format;
  /** Of the texts, BCP 47: they may stand among words of another. */
  language: string;
  /** What is known of the links that stand alone on their lines; without it they are links. */
  embeds?: Embeds;
  /** What stays in sight of pictures that are cropped, by the ids of their files. */
  focuses?: Record<string, Focus>;
};

export function editionOf(settings: { language: string; timeZone: string }): Edition {
  return { t: messagesFor(settings.language), format: formatFor(settings), language: settings.language };
}
