import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload, IconPlus, IconShare, IconUpload } from '@tabler/icons-react';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Kbd } from '../parts/Kbd.tsx';
import { RefusalPopover } from '../parts/RefusalPopover.tsx';
import css from './ListHead.module.css';
import { type DataListProps, type ExportFormat, exportFormats } from './types.ts';

type ListHeadProps<R> = Pick<
  DataListProps<R>,
  'name' | 'views' | 'viewKey' | 'create' | 'onShare' | 'onImport' | 'onExport' | 'onQuery'
>;

/** Names of the formats, the same in every language. */
const formatNames: Record<ExportFormat, string> = { csv: 'CSV', xlsx: 'Excel', pdf: 'PDF' };

/** Name, saved views with counts, share, import, export, the one primary action: 42 px. */
export function ListHead<R>({ name, views, viewKey, create, onShare, onImport, onExport, onQuery }: ListHeadProps<R>) {
  const t = useT();
  const clock = useClock();
  return (
    <div className={cx(css.head)}>
      <h1 className={cx(css.name)}>{name}</h1>
      <nav aria-label={t('list.views')} className={cx(css.views)}>
        {views.map((view) => (
          <button
            key={view.key}
            type="button"
            className={cx(css.view)}
            ref={view.key === viewKey ? showInRow : undefined}
            aria-current={view.key === viewKey ? 'true' : undefined}
            onClick={() => onQuery(view.query)}
          >
            {view.label}
            {view.count !== undefined && <span className={cx(css.count)}>{clock.count(view.count)}</span>}
            {view.isShared && <span className={cx(css.shared)}>{t('list.shared')}</span>}
          </button>
        ))}
      </nav>
      <div className={cx(css.actions)} data-no-print="">
        {onShare && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconShare size={15} stroke={1.7} aria-hidden="true" />}
            onClick={onShare}
          >
            {t('list.share')}
          </Button>
        )}
        {onImport && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconUpload size={15} stroke={1.7} aria-hidden="true" />}
            onClick={onImport}
          >
            {t('list.import')}
          </Button>
        )}
        {onExport && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                size="xs"
                variant="subtle"
                leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
                rightSection={<IconChevronDown size={14} stroke={1.7} aria-hidden="true" />}
              >
                {t('list.export')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {exportFormats.map((format) => (
                <Menu.Item key={format} onClick={() => onExport(format)}>
                  {formatNames[format]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {create && <CreateButton {...create} />}
      </div>
    </div>
  );
}

/** The chosen view may lie beyond the edge of a narrow row of tabs. */
function showInRow(tab: HTMLElement | null): void {
  const row = tab?.parentElement;
  if (tab && row) row.scrollLeft = tab.offsetLeft + tab.offsetWidth - row.offsetLeft - row.clientWidth;
}

function CreateButton({ label, ability, onAct }: NonNullable<DataListProps<never>['create']>) {
  if (!ability.ok) {
    return (
      <RefusalPopover action={label} refusal={ability}>
        <Button size="xs" aria-disabled="true">
          {label}
        </Button>
      </RefusalPopover>
    );
  }
  return (
    <Button
      size="xs"
      variant="filled"
      className={cx(css.create)}
      leftSection={<IconPlus size={15} stroke={1.7} aria-hidden="true" />}
      rightSection={
        <span aria-hidden="true" className={cx(css.createKey)}>
          C
        </span>
      }
      onClick={onAct}
    >
      {label}
    </Button>
  );
}

/** A key cap beside a hint. */
export function KeyHint({ keys, text }: { readonly keys: string; readonly text: string }) {
  return (
    <span className={cx(css.hint)}>
      <Kbd>{keys}</Kbd> {text}
    </span>
  );
}
