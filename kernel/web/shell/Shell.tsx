import { AppShell } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { Announcer } from '../parts/Announcer.tsx';
import { cx } from '../parts/cx.ts';
import { lengths } from '../theme/tokens.ts';
import { EnvironmentStrip } from './EnvironmentStrip.tsx';
import { useKeyboard, useKeys } from './keys.ts';
import { Navigation } from './Navigation.tsx';
import css from './Shell.module.css';
import { TopBar } from './TopBar.tsx';
import type { ShellFacts } from './types.ts';

const KeyHelp = lazy(() => import('./KeyHelp.tsx').then((file) => ({ default: file.KeyHelp })));
const NavigationDrawer = lazy(() => import('./NavigationDrawer.tsx').then((file) => ({ default: file.NavigationDrawer })));

export interface ShellProps {
  readonly facts: ShellFacts;
  /** Path of the current page. */
  readonly path: string;
  /** A wide tool such as the configurator: navigation is the icon rail. */
  readonly isWideTool?: boolean;
  readonly onSearch: () => void;
  readonly onSite: (siteId: string) => void;
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

const rem = (px: number): string => `${px / 16}rem`;

/** The frame of every page: strip, top bar, navigation, content. */
export function Shell({ facts, path, isWideTool = false, onSearch, onSite, onSignOut, children }: ShellProps) {
  const t = useT();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isFolded, setFolded] = useState(false);
  const isMedium = useMediaQuery('(max-width: 74.99em)', false, { getInitialValueInEffect: false });
  const isRail = isWideTool || isMedium || isFolded;
  const top = lengths.bar + (facts.environment.isProduction ? 0 : lengths.strip);

  useKeyboard();
  useKeys([
    { keys: '?', label: t('keys.help'), group: 'everywhere', run: () => setHelpOpen(true) },
    { keys: 'mod+k', label: t('keys.palette'), group: 'everywhere', inFields: true, run: onSearch },
    { keys: '[', label: t('keys.navigation'), group: 'everywhere', run: () => setFolded((was) => !was) },
  ]);
  useEffect(() => {
    document.documentElement.style.setProperty('--app-top', rem(top));
  }, [top]);

  return (
    <AppShell
      header={{ height: rem(top) }}
      navbar={{ width: rem(isRail ? lengths['nav-rail'] : lengths.nav), breakpoint: 'md', collapsed: { mobile: true } }}
      padding={0}
    >
      <a href="#content" className={cx(css.skip)}>
        {t('shell.skip')}
      </a>
      <AppShell.Header className={cx(css.header)}>
        {!facts.environment.isProduction && <EnvironmentStrip environment={facts.environment} />}
        <TopBar
          facts={facts}
          isMenuOpen={isMenuOpen}
          onMenu={() => setMenuOpen((was) => !was)}
          onSearch={onSearch}
          onHelp={() => setHelpOpen(true)}
          onSite={onSite}
          onSignOut={onSignOut}
        />
      </AppShell.Header>
      <AppShell.Navbar className={cx(css.navbar)} aria-label={t('shell.navigation')}>
        <Navigation groups={facts.nav} path={path} isRail={isRail} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={cx(css.main)}>
        {children}
      </AppShell.Main>
      <Suspense fallback={null}>
        {isHelpOpen && <KeyHelp onClose={() => setHelpOpen(false)} />}
        {isMenuOpen && <NavigationDrawer groups={facts.nav} path={path} onClose={() => setMenuOpen(false)} />}
      </Suspense>
      <Announcer />
    </AppShell>
  );
}
