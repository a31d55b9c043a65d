import { expect, test } from 'vitest';
import { lookKeys } from '#features/look/schema';
import { SettingsShape } from '#features/settings/schema';
import { settingTextsFor } from './settings.ts';

test('each setting stands on the page of settings, or on one of its own, once', () => {
  const elsewhere = [...lookKeys, 'headerMenu', 'footerMenu'];
  const { groups } = settingTextsFor('en');
  expect([...groups.flatMap(({ keys }) => keys), ...elsewhere].sort()).toEqual(Object.keys(SettingsShape.shape).sort());
});
