import { useTranslation } from 'react-i18next';
import { addTexts } from '#kernel/web/i18n/index.ts';
import en from './locales/en.json';
import fr from './locales/fr.json';

declare module '#kernel/web/i18n/index.ts' {
  interface Texts {
    edms: typeof en;
  }
}

addTexts('edms', { en, fr });

/** Typed translation function of the document module's texts. */
export function useEdmsT() {
  return useTranslation('edms').t;
}
