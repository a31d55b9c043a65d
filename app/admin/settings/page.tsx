import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { type SettingField, SettingsForm } from '#components/manage/settings-form';
import { canChangeSettings } from '#features/settings/policy';
import { getSettings } from '#features/settings/queries';
import type { Settings } from '#features/settings/schema';
import { settingsDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { settingTextsFor } from '#messages/settings';
import { type Asked, asked, gated } from '../manage-gate.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: managingTextsFor((await getEdition()).settings.language).settings };
}

/** How a setting is asked for, by what it holds. */
function fieldOf(key: keyof Settings, settings: Settings, texts: ReturnType<typeof settingTextsFor>): SettingField {
  const value = settings[key];
  const named: { label: string; hint?: string; options?: Record<string, string> } = texts.settings[key];
  const kind =
    typeof value === 'boolean'
      ? 'switch'
      : typeof value === 'number'
        ? 'number'
        : named.options
          ? 'choice'
          : Array.isArray(value)
            ? 'lines'
            : 'line';
  return {
    ...{ key, kind, label: named.label, hint: named.hint, options: Object.entries(named.options ?? {}) },
    value: typeof value === 'boolean' ? (value ? 'on' : '') : Array.isArray(value) ? value.join(', ') : String(value),
  };
}

export default function Page({ searchParams }: { searchParams: Promise<Asked> }) {
  const gate = { path: settingsDeskPath, may: canChangeSettings, refusal: 'noAdministrator' } as const;
  return gated(gate, async ({ edition: { language } }) => {
    const saved = asked(await searchParams, 'saved');
    const t = managingTextsFor(language);
    const texts = settingTextsFor(language);
    const settings = await getSettings();
    return (
      <main id="content" className="queue-page manage">
        <h1>{t.settings}</h1>
        <p className="desk-hint">{t.settingsIntro}</p>
        {texts.groups.map(({ id, title, keys }) => (
          <SettingsForm
            key={id}
            {...{ id, title, language }}
            fields={keys.map((key) => fieldOf(key, settings, texts))}
            saved={saved === id}
          />
        ))}
      </main>
    );
  });
}
