import { ActionIcon, Burger, Button, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconBell, IconBuilding, IconChevronDown, IconHelpCircle, IconPlus, IconSearch } from '@tabler/icons-react';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Kbd } from '../parts/Kbd.tsx';
import { PersonAvatar } from '../parts/PersonAvatar.tsx';
import { AppLink } from './AppLink.tsx';
import { modifierName } from './key-caps.ts';
import { Mark } from './Mark.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import css from './TopBar.module.css';
import type { ShellFacts } from './types.ts';

export interface TopBarProps {
  readonly facts: ShellFacts;
  readonly isMenuOpen: boolean;
  readonly onMenu: () => void;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
  readonly onSite: (siteId: string) => void;
  readonly onSignOut: () => void;
}

/** Mark, organization and site, search, environment, New, notifications, help, person: 44 px. */
export function TopBar({ facts, isMenuOpen, onMenu, onSearch, onHelp, onSite, onSignOut }: TopBarProps) {
  const t = useT();
  const site = facts.sites.find((s) => s.id === facts.siteId) ?? facts.sites[0];
  const place = (
    <>
      <IconBuilding size={15} stroke={1.7} aria-hidden="true" />
      <span className={cx(css.organization)}>{facts.organization}</span>
      {site && (
        <>
          <span className={cx(css.slash)} aria-hidden="true">
            /
          </span>
          <span>{site.name}</span>
        </>
      )}
    </>
  );
  return (
    <div className={cx(css.bar)}>
      <Burger hiddenFrom="md" size="sm" opened={isMenuOpen} onClick={onMenu} aria-label={t('shell.menu')} />
      <AppLink href="/" className={cx(css.home)} aria-label={t('shell.home')}>
        <Mark />
        <span className={cx(css.name)}>Plumbline</span>
      </AppLink>
      {facts.sites.length > 1 ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <UnstyledButton className={cx(css.place)}>
              {place}
              <IconChevronDown size={15} stroke={1.7} aria-hidden="true" />
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('shell.site')}</Menu.Label>
            {facts.sites.map((s) => (
              <Menu.Item key={s.id} onClick={() => onSite(s.id)} aria-current={s.id === site?.id ? 'true' : undefined}>
                {s.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        <span className={cx(css.place)}>{place}</span>
      )}
      <UnstyledButton className={cx(css.search)} onClick={onSearch} aria-label={t('shell.search')}>
        <IconSearch size={15} stroke={1.7} aria-hidden="true" />
        <span className={cx(css.searchText)}>{t('shell.search')}</span>
        <span className={cx(css.searchKeys)} aria-hidden="true">
          <Kbd>{modifierName()}</Kbd> <Kbd>K</Kbd>
        </span>
      </UnstyledButton>
      <div className={cx(css.end)}>
        {facts.environment.isProduction && (
          <span className={cx(css.environment)}>
            <span className={cx(css.ring)} aria-hidden="true" />
            {facts.environment.name}
          </span>
        )}
        {facts.creatable.length > 0 && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                size="xs"
                className={cx(css.create)}
                leftSection={<IconPlus size={15} stroke={1.7} aria-hidden="true" />}
                rightSection={<IconChevronDown size={14} stroke={1.7} aria-hidden="true" />}
              >
                {t('shell.new')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {facts.creatable.map((item) => (
                <Menu.Item key={item.key} component={AppLink} href={item.href}>
                  {item.label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        <AppLink href="/notifications" className={cx(css.bell)} aria-label={t('shell.notifications', { count: facts.unread })}>
          <IconBell size={16} stroke={1.7} aria-hidden="true" />
          {facts.unread > 0 && <span aria-hidden="true">{facts.unread}</span>}
        </AppLink>
        <Tooltip label={t('keys.title')}>
          <ActionIcon aria-label={t('keys.title')} onClick={onHelp}>
            <IconHelpCircle size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        <PersonMenu onSignOut={onSignOut} onKeys={onHelp}>
          <UnstyledButton className={cx(css.person)} aria-label={facts.person.name}>
            <PersonAvatar name={facts.person.name} />
            <span className={cx(css.personName)}>{facts.person.name}</span>
          </UnstyledButton>
        </PersonMenu>
      </div>
    </div>
  );
}
