import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { accentsOf } from '#app/_metadata/colours';
import { LookPage } from '#components/manage/look-page';
import { getLookDraft, listLogoChoices } from '#features/look/queries';
import { lookOf } from '#features/look/schema';
import { canChangeSettings } from '#features/settings/policy';
import { getSettings } from '#features/settings/queries';
import { lookDeskPath } from '#lib/addresses';
import { lookTextsFor } from '#messages/look';
import { type Asked, asked, gated } from '../manage-gate.tsx';
import '../../styles/arranging.css';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: lookTextsFor((await getEdition()).settings.language).lookTitle };
}

export default function Page({ searchParams }: { searchParams: Promise<Asked> }) {
  const gate = { path: lookDeskPath, may: canChangeSettings, refusal: 'noAdministrator' } as const;
  return gated(gate, async ({ actor, edition }) => {
    const said = asked(await searchParams, 'done');
    const [draft, settings] = await Promise.all([getLookDraft({ actor }), getSettings()]);
    const look = draft ?? lookOf(settings);
    const logos = await listLogoChoices({ actor, chosen: [look.logo, look.logoDark] });
    const done = draft ? null : (['applied', 'discarded'] as const).find((each) => each === said);
    return (
      <LookPage
        look={look}
        isDraft={draft !== null}
        accents={accentsOf(look.look, look.accent)}
        logos={logos}
        done={done ?? null}
        language={edition.language}
      />
    );
  });
}
