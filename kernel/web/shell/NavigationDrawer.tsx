import { Drawer } from '@mantine/core';
import { useT } from '../i18n/index.ts';
import { Navigation } from './Navigation.tsx';
import type { NavGroup } from './types.ts';

export interface NavigationDrawerProps {
  readonly groups: readonly NavGroup[];
  readonly path: string;
  readonly onClose: () => void;
}

/** Navigation on narrow screens; following a link closes it. */
export function NavigationDrawer({ groups, path, onClose }: NavigationDrawerProps) {
  const t = useT();
  return (
    <Drawer
      opened
      onClose={onClose}
      title={t('shell.navigation')}
      size="17.5rem"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <nav aria-label={t('shell.navigation')}>
        <Navigation groups={groups} path={path} isRail={false} onFollow={onClose} />
      </nav>
    </Drawer>
  );
}
