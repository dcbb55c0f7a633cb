import { Button } from '@mantine/core';
import { useState } from 'react';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Message } from '../../parts/Message.tsx';
import { Section } from '../../parts/Section.tsx';
import { AppLink } from '../../shell/AppLink.tsx';
import { Answered } from '../parts/Answered.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { Page, PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useMay } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import { categories, SETTINGS, type SettingLine } from './answers.ts';
import { PendingChange } from './PendingChange.tsx';
import { SettingDialog } from './SettingDialog.tsx';
import { useSettingText } from './setting-text.ts';
import css from './settings.module.css';

/** Every setting by category, with bounds and what waits for a second person (spec 1.14). */
export function SettingsPage() {
  const s = useSystemText();
  const may = useMay();
  const mayRead = may('settings.setting.read');
  const mayEdit = may('settings.setting.edit');
  const settings = useAnswer<{ readonly items: readonly SettingLine[] }>(SETTINGS, { isWanted: mayRead });
  const [editing, setEditing] = useState<SettingLine | null>(null);
  if (!mayRead) return <NotForYou />;
  return (
    <Page isWide title={s('settings.title')} note={<AppLink href="/settings/terms">{s('settings.vocabularies')}</AppLink>}>
      <Answered answer={settings} what={s('settings.title')} rows={12} widths={['20rem', '12rem', '12rem']}>
        {({ items }) => {
          const waiting = items.filter((line) => line.pending);
          const others = [...new Set(items.map((line) => line.category))].filter(
            (one) => !categories.some((known) => known === one),
          );
          return (
            <>
              {waiting.length > 0 && (
                <Message tone="warn" role="status" title={s('settings.waiting', { count: waiting.length })}>
                  {waiting.map((line) => line.label).join(', ')}
                </Message>
              )}
              <SettingTable
                groups={[...categories, ...others].map((category) => {
                  const known = categories.find((one) => one === category);
                  return {
                    key: category,
                    title: known ? s(`settings.category.${known}`) : category,
                    lines: items.filter((line) => line.category === category),
                  };
                })}
                onEdit={mayEdit ? setEditing : undefined}
              />
            </>
          );
        }}
      </Answered>
      <Numbering />
      {editing && <SettingDialog line={editing} onClose={() => setEditing(null)} />}
    </Page>
  );
}

interface SettingTableProps {
  readonly groups: readonly { readonly key: string; readonly title: string; readonly lines: readonly SettingLine[] }[];
  readonly onEdit: ((line: SettingLine) => void) | undefined;
}

function SettingTable({ groups, onEdit }: SettingTableProps) {
  const s = useSystemText();
  const clock = useClock();
  const text = useSettingText();
  return (
    <PlainTable
      label={s('settings.title')}
      minWidth="54rem"
      columns={[
        { key: 'name', label: s('settings.setting'), width: '26rem' },
        { key: 'value', label: s('settings.value') },
        { key: 'bounds', label: s('settings.bounds'), width: '15rem' },
        { key: 'changed', label: s('settings.changed'), width: '11rem' },
        ...(onEdit ? [{ key: 'edit', label: s('settings.change'), width: '7rem', isHidden: true }] : []),
      ]}
    >
      {groups
        .filter((group) => group.lines.length > 0)
        .map((group) => (
          <tbody key={group.key}>
            <tr className={cx(parts.group)}>
              <th scope="rowgroup" colSpan={onEdit ? 5 : 4}>
                {group.title}
              </th>
            </tr>
            {group.lines.map((line) => (
              <tr key={line.key} className={cx(css.line)}>
                <th scope="row">
                  {line.label}
                  {line.requiresDualControl && <span className={cx(css.hint)}>{s('settings.dual')}</span>}
                </th>
                <td>
                  <span className={cx(css.value)}>{text(line, line.value)}</span>
                  {line.pending && <PendingChange line={line} changeId={line.pending.id} />}
                </td>
                <td className={cx(parts.muted)}>{line.bounds}</td>
                <td className={cx(parts.muted)} title={line.updatedAt ? clock.moment(line.updatedAt) : undefined}>
                  {line.updatedAt ? clock.longDay(line.updatedAt) : s('settings.default')}
                </td>
                {onEdit && (
                  <td className={cx(parts.end)}>
                    {!line.pending && (
                      <Button size="xs" onClick={() => onEdit(line)} aria-label={s('settings.changeOf', { setting: line.label })}>
                        {s('settings.change')}…
                      </Button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        ))}
    </PlainTable>
  );
}

interface Numbered {
  readonly type: string;
  readonly label: string;
  readonly pattern: string;
  readonly prefixFrom?: string;
}

/** How records are numbered: the patterns belong to the definitions, so they are shown, not changed. */
function Numbering() {
  const t = useT();
  const s = useSystemText();
  const numbering = useAnswer<{ readonly items: readonly Numbered[] }>('/system/numbering').data;
  if (!numbering || numbering.items.length === 0) return null;
  return (
    <Section title={s('settings.numbering')}>
      <PlainTable
        label={s('settings.numbering')}
        columns={[
          { key: 'type', label: s('audit.type'), width: '26rem' },
          { key: 'pattern', label: s('settings.pattern') },
          { key: 'prefix', label: s('settings.prefix'), width: '26rem' },
        ]}
      >
        <tbody>
          {numbering.items.map((one) => (
            <tr key={one.type}>
              <th scope="row">{one.label}</th>
              <td className={cx(parts.mono)}>{one.pattern}</td>
              <td>{one.prefixFrom ? s('settings.prefixFrom', { field: one.prefixFrom }) : t('common.none')}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </Section>
  );
}
