import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import en from './locales/en.json';
import fr from './locales/fr.json';

// These texts come with the screens that use them, not with the first page.
i18next.addResourceBundle('en', 'system', en);
i18next.addResourceBundle('fr', 'system', fr);

/** Typed translation function of the texts of administration and profile. */
export function useSystemText() {
  return useTranslation('system').t;
}
