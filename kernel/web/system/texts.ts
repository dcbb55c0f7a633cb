import { useTranslation } from 'react-i18next';
import { addTexts } from '../i18n/index.ts';
import en from './locales/en.json';
import fr from './locales/fr.json';

declare module '../i18n/index.ts' {
  interface Texts {
    system: typeof en;
  }
}

// These texts come with the screens that use them, not with the first page.
addTexts('system', { en, fr });

/** Typed translation function of the texts of administration and profile. */
export function useSystemText() {
  return useTranslation('system').t;
}
