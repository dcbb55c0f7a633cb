import type { FieldFacts } from '#kernel/schema';
import { useLabel, useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { type LabelValue, LabelValues, Section } from '../parts/Section.tsx';
import { FieldValue } from '../screens/FieldValue.tsx';
import { familyOf, useFieldName } from '../screens/names.ts';
import { changesOf } from '../screens/registry.ts';
import type { RecordPanelProps } from '../screens/screens-for.ts';
import { shapeOf } from '../screens/standard-fields.ts';
import { ChildTables } from './ChildTables.tsx';
import css from './tabs-common.module.css';

const finished: ReadonlySet<string> = new Set(['valid', 'ended', 'wrong']);
const about = [
  'departmentId',
  'siteId',
  'confidentiality',
  'createdBy',
  'createdAt',
  'updatedBy',
  'updatedAt',
  'retentionUntil',
] as const;

/** The record's own fields in declared sections, then what transitions set, then what every record has. */
export function DetailsTab({ record, row, refs, version, isEditable }: RecordPanelProps & { readonly isEditable: boolean }) {
  const t = useT();
  const label = useLabel();
  const fieldName = useFieldName();
  const changes = changesOf(record).record ?? {};
  const values: Readonly<Record<string, unknown>> = { ...row };
  const inForm = new Set(record.form.flatMap((section) => section.fields));
  const facts = record.fields as Readonly<Record<string, FieldFacts>>;
  const others = Object.keys(facts).filter(
    (name) => !inForm.has(name) && !facts[name]?.isSecret && values[name] !== null && values[name] !== undefined,
  );
  const isOver = finished.has(familyOf(record, row.state));
  const panel = { record, row, refs, version };

  const pairs = (names: readonly string[]): readonly LabelValue[] =>
    names.flatMap((name): readonly LabelValue[] => {
      const shape = shapeOf(record, name);
      // A field the reader may not see is not in the answer at all.
      if (!shape || shape.isSecret || !(name in values)) return [];
      const Replaced = changes.values?.[name];
      return [
        {
          key: name,
          label: fieldName(record, name),
          value: Replaced ? (
            <Replaced row={row} refs={refs} />
          ) : (
            <FieldValue name={name} shape={shape} value={values[name]} refs={refs} form="full" isOver={isOver} />
          ),
          isWide: (shape.lines ?? 1) > 1 || shape.kind === 'json',
        },
      ];
    });
  return (
    <div className={cx(css.page)}>
      {changes.before && <changes.before {...panel} />}
      {record.form.map((section) => {
        const items = pairs(section.fields);
        return (
          items.length > 0 && (
            <Section key={section.title.en} title={label(section.title)}>
              <LabelValues items={items} />
            </Section>
          )
        );
      })}
      <ChildTables record={record} row={row} isEditable={isEditable} />
      {changes.after && <changes.after {...panel} />}
      <Section title={t('record.about')}>
        <LabelValues items={pairs([...others, ...about.filter((name) => values[name] !== null)])} />
      </Section>
    </div>
  );
}
