import type { Row } from '#kernel/schema';
import { Section } from '#kernel/web/parts/Section.tsx';
import type { RecordPanelProps } from '#kernel/web/screens/screens-for.ts';
import type { PeriodicReview } from '../../records/relations.ts';
import { useEdmsT } from '../texts.ts';
import { DocumentLine } from './DocumentLine.tsx';

/** The document that its owner is asked about. */
export function ReviewPanel({ row }: RecordPanelProps<typeof PeriodicReview>) {
  const e = useEdmsT();
  return (
    <Section title={e('review.document')}>
      <DocumentLine documentId={(row as Row<typeof PeriodicReview>).documentId} />
    </Section>
  );
}
