import type { ErrorComponentProps } from '@tanstack/react-router';
import { useT } from '#kernel/web/i18n/index.ts';
import { LinkButton } from '#kernel/web/parts/LinkButton.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';

/** A page that failed while it was drawn. What was typed in forms is on the device as a draft. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const t = useT();
  return (
    <main style={{ padding: 'var(--gutter)' }}>
      <Message
        tone="bad"
        role="alert"
        title={t('error.page')}
        action={<LinkButton onClick={reset}>{t('common.retry')}</LinkButton>}
      >
        {error instanceof Error ? error.message : t('error.unexpected')}
      </Message>
    </main>
  );
}
