import { settingGroups, settings } from './en-settings.ts';

/** What settings are called; another language is another file of the same shape. */
const texts = { en: { settings, groups: settingGroups } };

export const settingTextsFor = (language: string) =>
  texts[language as keyof typeof texts] ?? texts[(language.split('-')[0] ?? '') as keyof typeof texts] ?? texts.en;
