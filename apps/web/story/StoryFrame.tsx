import { useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ClockProvider } from '#kernel/web/i18n/clock.tsx';
import { Shell } from '#kernel/web/shell/Shell.tsx';
import { NOW, ZONE } from './sample.ts';
import { shellFacts } from './sample-shell.ts';

const nothing = (): void => undefined;

/** A specimen inside the frame, at a fixed moment. */
export function StoryFrame({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation();
  return (
    <ClockProvider zone={ZONE} fixed={NOW}>
      <Shell facts={shellFacts} path={pathname} onSearch={nothing} onSite={nothing} onSignOut={nothing}>
        {children}
      </Shell>
    </ClockProvider>
  );
}
