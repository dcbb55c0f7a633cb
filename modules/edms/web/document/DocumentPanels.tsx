import type { AnyRecord, Row } from '#kernel/schema';
import { useEdit } from '#kernel/web/api/records.ts';
import { RecordForm } from '#kernel/web/form/lazy-form.tsx';
import { SidePanel } from '#kernel/web/parts/SidePanel.tsx';
import { familyOf } from '#kernel/web/screens/names.ts';
import { Document } from '../../records/document.ts';
import { Version } from '../../records/version.ts';
import { useReadAfresh } from '../api/queries.ts';
import { useEdmsT } from '../texts.ts';
import type { Read, Shown } from './DocumentView.tsx';

interface DocumentPanelsProps {
  readonly shown: Shown;
  /** `edit`: the draft; `filing`: how the document is found. */
  readonly panel: string | undefined;
  readonly onClose: () => void;
}

/** The form beside the page: of the draft version, or of what the document is filed under. */
export function DocumentPanels({ shown, panel, onClose }: DocumentPanelsProps) {
  const e = useEdmsT();
  const { readVersion, readDocument } = shown;
  const number = shown.version.number ?? '';
  if (panel === 'edit' && readVersion.can.edit?.ok) {
    const title = e('version.editOf', { number, label: shown.version.label ?? '' });
    return <EditPanel record={Version} read={readVersion} title={title} shown={shown} onClose={onClose} />;
  }
  if (panel === 'filing' && readDocument?.can.edit?.ok) {
    return (
      <EditPanel record={Document} read={readDocument} title={e('filing.editOf', { number })} shown={shown} onClose={onClose} />
    );
  }
  return null;
}

interface EditPanelProps {
  readonly record: AnyRecord;
  readonly read: Read<Shown['version'] | NonNullable<Shown['document']>>;
  readonly title: string;
  readonly shown: Shown;
  readonly onClose: () => void;
}

function EditPanel({ record, read, title, shown, onClose }: EditPanelProps) {
  const edit = useEdit(record);
  const readAfresh = useReadAfresh();
  const row = read.data as Row;
  return (
    <SidePanel title={title} onClose={onClose}>
      <RecordForm
        record={record}
        row={{ ...row }}
        refs={shown.refs}
        isReasonRequired={record.regulated && familyOf(record, row.state) !== 'writing'}
        onSubmit={async (changes, reason) => {
          await edit.mutateAsync({ id: row.id, version: read.version, changes, ...(reason ? { reason } : {}) });
          onClose();
        }}
        onCancel={onClose}
        onReload={() => void readAfresh()}
      />
    </SidePanel>
  );
}
