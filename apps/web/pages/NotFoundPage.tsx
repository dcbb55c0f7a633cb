import { IconMapPinOff } from '@tabler/icons-react';
import { useT } from '#kernel/web/i18n/index.ts';
import { EmptyState } from '#kernel/web/parts/EmptyState.tsx';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';

/** No such page, or not for this person: both read the same. */
export function NotFoundPage() {
  const t = useT();
  return (
    <main>
      <EmptyState title={t('error.notFoundPage')} icon={IconMapPinOff}>
        {t('error.notFoundPageHint')} <AppLink href="/">{t('keys.goInbox')}</AppLink>
      </EmptyState>
    </main>
  );
}
