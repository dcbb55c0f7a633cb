import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { type Label, type Language, languages, textOf } from '#kernel/schema';
import en from '../locales/en.json';

/** English is bundled as the fallback; a test keeps the keys of the others equal to its own. */
const others: Record<Exclude<Language, 'en'>, () => Promise<{ default: typeof en }>> = { fr: () => import('../locales/fr.json') };

async function load(language: Language): Promise<void> {
  if (language === 'en' || i18next.hasResourceBundle(language, 'kernel')) return;
  i18next.addResourceBundle(language, 'kernel', (await others[language]()).default);
}

/** Texts by namespace. A module merges its own into this interface and hands them over with `addTexts`. */
export interface Texts {
  kernel: typeof en;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'kernel';
    resources: Texts;
    returnNull: false;
  }
}

/** Makes the texts of a module known; its screens are loaded after the translations have started. */
export function addTexts(namespace: keyof Texts, texts: Readonly<Record<Language, object>>): void {
  for (const language of languages) i18next.addResourceBundle(language, namespace, texts[language], true, true);
}

const STORED = 'plumbline.language';

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(STORED), ...navigator.languages].map((tag) => (tag ?? '').slice(0, 2));
  for (const tag of wanted) {
    const found = languages.find((language) => language === tag);
    if (found) return found;
  }
  return 'en';
}

/** Starts the translations in the stored language, else the browser's first one we have, else English. */
export async function startTranslations(language: Language = firstLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'kernel',
    ns: ['kernel'],
    resources: { en: { kernel: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Changes the language of the interface and remembers it on this device. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
  await load(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** The language in use, as one of the complete ones. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return languages.find((language) => language === i18n.language) ?? 'en';
}

/** Typed translation function of the kernel's texts. */
export function useT() {
  return useTranslation('kernel').t;
}

/** Text of a definition's label in the language in use. */
export function useLabel(): (label: Label, params?: Readonly<Record<string, unknown>>) => string {
  const language = useLanguage();
  return useCallback((label, params) => textOf(label, language, params), [language]);
}
