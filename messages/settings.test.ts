import { expect, test } from 'vitest';
import { SettingsShape } from '#features/settings/schema';
import { settingTextsFor } from './settings.ts';

test('each setting stands on the page of settings, once', () => {
  const { groups } = settingTextsFor('en');
  expect(groups.flatMap(({ keys }) => keys).sort()).toEqual(Object.keys(SettingsShape.shape).sort());
});
