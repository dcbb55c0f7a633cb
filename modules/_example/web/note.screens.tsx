import { useLabel } from '#kernel/web/i18n/index.ts';
import { Severity } from '#kernel/web/parts/Severity.tsx';
import { FieldValue } from '#kernel/web/screens/FieldValue.tsx';
import { type CellProps, screensFor } from '#kernel/web/screens/screens-for.ts';
import { Note } from '../records/note.ts';

/** Safety stands out in a list by bars and word, not by colour. */
function TopicCell({ row, refs }: CellProps<typeof Note>) {
  const label = useLabel();
  const { topic } = Note.fields;
  const chosen = topic.choices?.[row.topic];
  if (row.topic === 'safety' && chosen) return <Severity level={2} label={label(chosen)} />;
  return <FieldValue name="topic" shape={topic} value={row.topic} refs={refs} form="cell" />;
}

// The generated screens serve as they are; this says only where they differ. A misspelt field or transition does not compile.
export default screensFor(Note, {
  list: {
    cells: { topic: TopicCell },
    views: [{ key: 'in-force', label: { en: 'In force', fr: 'En vigueur' }, search: { state: 'IN_FORCE' } }],
  },
  record: { commands: { copy: { label: { en: 'Copy', fr: 'Copier' } } } },
});
