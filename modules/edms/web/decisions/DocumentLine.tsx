import { useRecord } from '#kernel/web/api/records.ts';
import { pageOf } from '#kernel/web/api/resource.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import { useEdmsT } from '../texts.ts';
import css from './decisions.module.css';

/** A document in one line: number, title, version in force, state. */
export function DocumentLine({ documentId }: { readonly documentId: string }) {
  const e = useEdmsT();
  const stateBadge = useStateBadge();
  const row = useRecord(Document, documentId).data?.data;
  if (!row) return <p>–</p>;
  return (
    <p className={cx(css.line)}>
      <AppLink href={pageOf(Document, row.id)}>{row.number}</AppLink> <strong>{row.title}</strong>
      <span>{e('edition.plain', { label: row.label ?? '' })}</span>
      <StateBadge {...stateBadge(Document, row.state)} />
    </p>
  );
}
