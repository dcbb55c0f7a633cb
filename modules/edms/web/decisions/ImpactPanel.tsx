import type { Row } from '#kernel/schema';
import { useRecord } from '#kernel/web/api/records.ts';
import { pageOf } from '#kernel/web/api/resource.ts';
import { useLabel } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { type LabelValue, LabelValues, Section } from '#kernel/web/parts/Section.tsx';
import type { RecordPanelProps } from '#kernel/web/screens/screens-for.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import type { Impact } from '../../records/relations.ts';
import { Version } from '../../records/version.ts';
import { useVersions } from '../api/queries.ts';
import { published } from '../document/useTrail.tsx';
import { useEdmsT } from '../texts.ts';
import { DocumentLine } from './DocumentLine.tsx';
import css from './decisions.module.css';

/** The question of an impact assessment: what changed in the other document, and which document is asked about. */
export function ImpactPanel({ row }: RecordPanelProps<typeof Impact>) {
  const e = useEdmsT();
  const label = useLabel();
  const { causedByVersionId, documentId } = row as Row<typeof Impact>;
  const cause = useRecord(Version, causedByVersionId).data?.data;
  const versions = useVersions(cause?.documentId).data ?? [];
  // The version before it, which the assessor's document was written against.
  const before = versions.find(
    (one) => cause && one.id !== cause.id && published.has(one.state) && (one.major ?? 0) < (cause.major ?? 0),
  );
  const items: readonly LabelValue[] = cause
    ? [
        {
          key: 'cause',
          label: e('impact.cause'),
          value: (
            <>
              <AppLink href={`${pageOf(Document, cause.documentId)}?version=${cause.id}`}>{cause.number}</AppLink> {cause.title},{' '}
              {e('edition.signed', { label: cause.label ?? '' })}
            </>
          ),
          isWide: true,
        },
        {
          key: 'why',
          label: label(Version.fields.changeSummary.label),
          value: cause.changeSummary,
          isWide: true,
        },
      ]
    : [];
  return (
    <div className={cx(css.pair)}>
      <Section title={e('impact.about')}>
        <LabelValues items={items} />
        {cause && before && (
          <p>
            <AppLink
              href={`${pageOf(Document, cause.documentId)}?version=${cause.id}&tab=versions&compare=${before.id}.${cause.id}`}
            >
              {e('impact.compare')}
            </AppLink>
          </p>
        )}
      </Section>
      <Section title={e('impact.document')}>
        <DocumentLine documentId={documentId} />
      </Section>
    </div>
  );
}
