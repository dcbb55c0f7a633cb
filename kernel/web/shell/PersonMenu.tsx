import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconKeyboard, IconLogout, IconUser } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { type Language, languages } from '#kernel/schema';
import { setLanguage, useLabel, useLanguage, useT } from '../i18n/index.ts';
import { AppLink } from './AppLink.tsx';

export const languageNames: Record<Language, string> = { en: 'English', fr: 'Français' };
const schemes: readonly MantineColorScheme[] = ['light', 'dark', 'auto'];

export interface PersonMenuProps {
  readonly onSignOut: () => void;
  readonly onKeys: () => void;
  readonly children: ReactElement;
}

/** Look, language, keys and signing out. */
export function PersonMenu({ onSignOut, onKeys, children }: PersonMenuProps) {
  const t = useT();
  const label = useLabel();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={208} closeOnItemClick={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={AppLink}
          href="/profile"
          closeMenuOnClick
          leftSection={<IconUser size={15} stroke={1.7} aria-hidden="true" />}
        >
          {label({ en: 'Profile and signature', fr: 'Profil et signature' })}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('shell.look')}</Menu.Label>
        {schemes.map((scheme) => (
          <Choice key={scheme} isOn={colorScheme === scheme} onPick={() => setColorScheme(scheme)}>
            {t(`shell.scheme.${scheme}`)}
          </Choice>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {languages.map((option) => (
          <Choice key={option} isOn={option === language} onPick={() => void setLanguage(option)}>
            <span lang={option}>{languageNames[option]}</span>
          </Choice>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={15} stroke={1.7} aria-hidden="true" />} closeMenuOnClick onClick={onKeys}>
          {t('keys.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} stroke={1.7} aria-hidden="true" />} closeMenuOnClick onClick={onSignOut}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ChoiceProps {
  readonly isOn: boolean;
  readonly onPick: () => void;
  readonly children: ReactElement | string;
}

function Choice({ isOn, onPick, children }: ChoiceProps) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={isOn}
      onClick={onPick}
      rightSection={isOn && <IconCheck size={15} stroke={1.7} aria-hidden="true" />}
    >
      {children}
    </Menu.Item>
  );
}
