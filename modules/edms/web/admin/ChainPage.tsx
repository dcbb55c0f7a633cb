import type { AnyRecord } from '#kernel/schema';
import { RecordPage } from '#kernel/web/screens/RecordPage.tsx';
import type { PageProps } from '#kernel/web/screens/screens-for.ts';
import { Chain } from '../../../../kernel/tasks/records/chain.ts';
import { textIn, usePageSearch } from '../usePageSearch.ts';

/** One approval chain, under the administration of documents. */
export default function ChainPage({ params }: PageProps) {
  const [search, change] = usePageSearch();
  return (
    <RecordPage
      record={Chain as AnyRecord}
      id={params.id ?? ''}
      tab={textIn(search, 'tab') ?? 'details'}
      onTab={(tab) => change({ tab })}
      panel={textIn(search, 'panel')}
      onPanel={(panel) => change({ panel })}
    />
  );
}
