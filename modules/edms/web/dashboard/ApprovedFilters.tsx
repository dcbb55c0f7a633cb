import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useRecordList } from '#kernel/web/api/records.ts';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { useKeys } from '#kernel/web/shell/keys.ts';
import { DocumentType } from '../../records/catalogue.ts';
import { useEdmsT } from '../texts.ts';
import type { PageSearch } from '../usePageSearch.ts';
import css from './DashboardPage.module.css';

const TYPING_MS = 250;

interface ApprovedFiltersProps {
  readonly q: string;
  readonly typeId: string | undefined;
  readonly onChange: (change: PageSearch) => void;
}

/** Words and type by which the documents in force are narrowed. */
export function ApprovedFilters({ q, typeId, onChange }: ApprovedFiltersProps) {
  const t = useT();
  const e = useEdmsT();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(q);
  const tell = useDebouncedCallback((text: string) => onChange({ q: text.trim() || undefined }), TYPING_MS);
  const types = useRecordList(DocumentType, {}).data?.pages.flatMap((page) => page.items) ?? [];
  useKeys([{ keys: '/', label: t('keys.find'), group: 'list', run: () => field.current?.focus() }]);
  return (
    <>
      <TextInput
        ref={field}
        className={cx(css.find)}
        aria-label={e('dashboard.find')}
        placeholder={e('dashboard.find')}
        leftSection={<IconSearch size={15} stroke={1.7} aria-hidden="true" />}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          tell(event.currentTarget.value);
        }}
      />
      <Select
        className={cx(css.type)}
        aria-label={e('field.type')}
        placeholder={e('dashboard.anyType')}
        data={types.map((type) => ({ value: type.id, label: type.name }))}
        value={typeId ?? null}
        onChange={(id) => onChange({ typeId: id ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': t('common.clear') }}
      />
    </>
  );
}
