import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCreate } from '#kernel/web/api/records.ts';
import { pageOf } from '#kernel/web/api/resource.ts';
import { RecordForm } from '#kernel/web/form/lazy-form.tsx';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { SidePanel } from '#kernel/web/parts/SidePanel.tsx';
import { Document } from '../../records/document.ts';

/** A new document: its number is drawn from its type, its first version 0.1 comes with it. */
export function NewDocumentPanel({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const navigate = useNavigate();
  const create = useCreate(Document);
  // One key for the whole form: a repeated press or a lost answer makes one document only.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  return (
    <SidePanel title={t('list.create', { record: label(Document.label).toLowerCase() })} onClose={onClose}>
      <RecordForm
        record={Document}
        onSubmit={async (values) => {
          const { data } = await create.mutateAsync({ values, idempotencyKey });
          await navigate({ href: pageOf(Document, data.data.id) });
        }}
        onCancel={onClose}
      />
    </SidePanel>
  );
}
