import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight, IconFileText, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { request } from '../api/client.ts';
import { pageOfType } from '../api/resource.ts';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Kbd } from '../parts/Kbd.tsx';
import { StateBadge } from '../parts/StateBadge.tsx';
import { definitionOf } from '../screens/definitions.ts';
import { useStateBadge } from '../screens/names.ts';
import { layers } from '../theme/tokens.ts';
import css from './Palette.module.css';
import type { NavGroup } from './types.ts';

interface Hit {
  readonly type: string;
  readonly typeLabel: string;
  readonly id: string;
  readonly number: string | null;
  readonly title: string;
  readonly state: string;
  readonly stateLabel: string;
  readonly snippet: string;
}

interface Found {
  readonly items: readonly Hit[];
  readonly exact?: Hit;
}

interface Choice {
  readonly key: string;
  readonly group: 'exact' | 'records' | 'goTo';
  readonly href: string;
  readonly content: ReactNode;
}

const TYPING_MS = 150;

export interface PaletteProps {
  readonly isOpen: boolean;
  readonly groups: readonly NavGroup[];
  readonly onGo: (href: string) => void;
  readonly onClose: () => void;
}

/** Search and places in one field: an exact number jumps with Enter; results respect the reader's rights because the server answers them. */
export function Palette({ isOpen, groups, onGo, onClose }: PaletteProps) {
  const t = useT();
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size="40rem"
      zIndex={layers.palette}
      yOffset="7rem"
      radius="xl"
      transitionProps={{ duration: 100 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.title')}>
        {isOpen && <Chooser groups={groups} onGo={onGo} onClose={onClose} />}
      </Modal.Content>
    </Modal.Root>
  );
}

function Chooser({ groups, onGo, onClose }: Omit<PaletteProps, 'isOpen'>) {
  const t = useT();
  const id = useId();
  const stateBadge = useStateBadge();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), TYPING_MS);
  const [at, setAt] = useState(0);
  const found = useQuery({
    queryKey: ['search', words],
    queryFn: async ({ signal }) => (await request<Found>('GET', '/search', { query: { q: words, limit: 10 }, signal })).data,
    enabled: words.length > 1,
    placeholderData: keepPreviousData,
  });
  const choices = useMemo((): readonly Choice[] => {
    const hit = (one: Hit, group: Choice['group']): Choice => {
      const record = definitionOf(one.type);
      return {
        key: `${one.type}/${one.id}`,
        group,
        href: pageOfType(one.type, one.id),
        content: (
          <>
            <IconFileText size={16} stroke={1.7} aria-hidden="true" />
            <strong>{one.number ?? one.typeLabel}</strong>
            <span className={cx(css.title)}>{one.title}</span>
            {record?.states && <StateBadge {...stateBadge(record, one.state)} />}
          </>
        ),
      };
    };
    const answer = words.length > 1 ? found.data : undefined;
    const exact = answer?.exact;
    const places = groups.flatMap((group) =>
      group.entries.flatMap((entry) => [
        entry,
        ...(entry.children ?? []).map((child) => ({ ...child, label: `${entry.label}: ${child.label}` })),
      ]),
    );
    return [
      ...(exact ? [hit(exact, 'exact')] : []),
      ...(answer?.items ?? []).filter((one) => one.id !== exact?.id).map((one) => hit(one, 'records')),
      ...places
        .filter((place) => place.label.toLowerCase().includes(typed.trim().toLowerCase()))
        .slice(0, 8)
        .map(
          (place): Choice => ({
            key: `go ${place.key}`,
            group: 'goTo',
            href: place.href,
            content: (
              <>
                <IconArrowRight size={16} stroke={1.7} aria-hidden="true" />
                <strong>{place.label}</strong>
              </>
            ),
          }),
        ),
    ];
  }, [found.data, words, typed, groups, stateBadge]);
  const current = choices[Math.min(at, choices.length - 1)];
  const go = (choice: Choice | undefined): void => {
    if (!choice) return;
    onClose();
    onGo(choice.href);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && choices.length > 0) {
      event.preventDefault();
      const to = (Math.min(at, choices.length - 1) + by + choices.length) % choices.length;
      setAt(to);
      list.current?.querySelector(`[data-at="${to}"]`)?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key !== 'Enter' || !current) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) window.open(current.href, '_blank', 'noopener');
    else go(current);
  };
  return (
    <div className={cx(css.palette)}>
      <TextInput
        size="lg"
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${choices.indexOf(current)}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.hint')}
        leftSection={<IconSearch size={17} stroke={1.7} aria-hidden="true" />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={cx(css.list)} role="listbox" id={`${id}-list`} aria-label={t('palette.title')} ref={list}>
        {(['exact', 'records', 'goTo'] as const).map((group) => {
          const shown = choices.filter((choice) => choice.group === group);
          return (
            shown.length > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox, not of form controls
              <div key={group} role="group" aria-label={t(`palette.${group}`)} className={cx(css.group)}>
                <p aria-hidden="true">{t(`palette.${group}`)}</p>
                {shown.map((choice) => {
                  const index = choices.indexOf(choice);
                  return (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the field, which keeps the focus
                    <div
                      key={choice.key}
                      id={`${id}-${index}`}
                      role="option"
                      tabIndex={-1}
                      data-at={index}
                      aria-selected={choice === current}
                      className={cx(css.choice)}
                      onMouseEnter={() => setAt(index)}
                      onClick={() => go(choice)}
                    >
                      {choice.content}
                    </div>
                  );
                })}
              </div>
            )
          );
        })}
      </div>
      {choices.length === 0 && (
        <p className={cx(css.nothing)} role="status">
          {t('palette.nothing', { query: typed })}
        </p>
      )}
      <p className={cx(css.foot)} aria-hidden="true">
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('palette.move')} <Kbd>↵</Kbd> {t('palette.open')}
        <span>{t('palette.rights')}</span>
      </p>
    </div>
  );
}
