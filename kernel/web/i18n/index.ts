import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { type Label, type Language, languages, textOf } from '#kernel/schema';
import en from '../locales/en.json';
import fr from '../locales/fr.json';

/** French must have every English key: a missing one does not compile here, and a test compares both ways. */
const resources: Record<Language, { kernel: typeof en }> = { en: { kernel: en }, fr: { kernel: fr } };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'kernel';
    resources: { kernel: typeof en };
    returnNull: false;
  }
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

/** Starts the translations in the stored language, else the browser's first one we have, else English. Synchronous: texts are bundled. */
export function startTranslations(language: Language = firstLanguage()): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'kernel',
    ns: ['kernel'],
    resources,
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  document.documentElement.lang = language;
}

/** Changes the language of the interface and remembers it on this device. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
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
  return (label, params) => textOf(label, language, params);
}
