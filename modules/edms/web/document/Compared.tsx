import { VisuallyHidden } from '@mantine/core';
import { Fragment } from 'react';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { Section } from '#kernel/web/parts/Section.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import { FieldValue } from '#kernel/web/screens/FieldValue.tsx';
import { shapeOf } from '#kernel/web/screens/standard-fields.ts';
import { Version } from '../../records/version.ts';
import type { Comparison, VersionRow } from '../api/answers.ts';
import { useComparison } from '../api/queries.ts';
import table from '../table.module.css';
import { useEdmsT } from '../texts.ts';
import css from './Compared.module.css';
import { folded } from './fold-diff.ts';

/** What changed from one version to another: fields, file, and the text word by word. */
export function Compared({ from, to }: { readonly from: VersionRow; readonly to: VersionRow }) {
  const e = useEdmsT();
  const found = useComparison(from.id, to.id);
  const title = e('compare.title', { from: from.label ?? '', to: to.label ?? '' });
  if (found.error) return <ErrorInPlace error={found.error} what={title} onRetry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonRows rows={6} widths={['10rem', '20rem', '20rem']} />;
  const { fields, files, text } = found.data;
  return (
    <Section title={title}>
      <div className={cx(css.parts)}>
        {fields.length > 0 ? (
          <Fields fields={fields} from={from} to={to} />
        ) : (
          <p className={cx(css.note)}>{e('compare.noFields')}</p>
        )}
        <p className={cx(css.note)}>
          {files.isSame
            ? e('compare.sameFile', { file: files.to ?? '–' })
            : e('compare.files', { from: files.from ?? '–', to: files.to ?? '–' })}
        </p>
        {!files.isSame && text === null && <p className={cx(css.note)}>{e('compare.noText')}</p>}
        {!files.isSame && text !== null && <Words parts={text} />}
      </div>
    </Section>
  );
}

interface FieldsProps {
  readonly fields: Comparison['fields'];
  readonly from: VersionRow;
  readonly to: VersionRow;
}

function Fields({ fields, from, to }: FieldsProps) {
  const t = useT();
  const value = (field: string, given: unknown) => {
    const shape = shapeOf(Version, field);
    return shape ? <FieldValue name={field} shape={shape} value={given} refs={{}} form="full" isOver /> : String(given || '–');
  };
  return (
    <div className={cx(table.scroll)}>
      <table className={cx(table.table, table.top)}>
        <thead>
          <tr>
            <th scope="col">{t('history.field')}</th>
            <th scope="col">{from.label}</th>
            <th scope="col">{to.label}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((one) => (
            <tr key={one.field}>
              <th scope="row">{one.label}</th>
              <td>
                <del className={cx(css.removed)}>{value(one.field, one.from)}</del>
              </td>
              <td>
                <ins className={cx(css.added)}>{value(one.field, one.to)}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The text of both files as one, with what went and what came; long stretches without a change are folded. */
function Words({ parts }: { readonly parts: NonNullable<Comparison['text']> }) {
  const e = useEdmsT();
  const pieces = folded(parts);
  if (!parts.some((part) => part.kind !== 'same')) return <p className={cx(css.note)}>{e('compare.sameText')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={cx(css.words)} tabIndex={0} aria-label={e('compare.text')}>
      {pieces.map((piece) => (
        <Fragment key={piece.key}>
          {piece.kind === 'removed' && (
            <del className={cx(css.removed)}>
              <VisuallyHidden>{e('compare.removed')} </VisuallyHidden>
              {piece.text}
            </del>
          )}
          {piece.kind === 'added' && (
            <ins className={cx(css.added)}>
              <VisuallyHidden>{e('compare.added')} </VisuallyHidden>
              {piece.text}
            </ins>
          )}
          {piece.kind === 'same' && piece.text}
          {piece.kind === 'fold' && <span className={cx(css.fold)}>{e('compare.unchanged', { count: piece.words })}</span>}
        </Fragment>
      ))}
    </section>
  );
}
