import { lazy, Suspense } from 'react';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import type { RecordFormProps } from './RecordForm.tsx';

const Loaded = lazy(() => import('./RecordForm.tsx').then((file) => ({ default: file.RecordForm })));

/** The form of a record, loaded when one is opened: lists and records are read far more often than written. */
export function RecordForm(props: RecordFormProps) {
  return (
    <Suspense fallback={<SkeletonRows rows={6} widths={['24rem']} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
