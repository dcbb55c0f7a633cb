import type { Row } from '#kernel/schema';
import { pageOfType } from '#kernel/web/api/resource.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';
import { Section } from '#kernel/web/parts/Section.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import type { RecordPanelProps } from '#kernel/web/screens/screens-for.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import type { Obsoletion } from '../../records/relations.ts';
import { Version } from '../../records/version.ts';
import { useObsoletionCheck } from '../api/queries.ts';
import { useEdmsT } from '../texts.ts';
import { DocumentLine } from './DocumentLine.tsx';
import css from './decisions.module.css';

const open: ReadonlySet<string> = new Set(['PENDING_APPROVAL', 'APPROVED']);

/** The document to be withdrawn, and what stands against it at this moment: the approver sees it before signing. */
export function ObsoletionPanel({ row }: RecordPanelProps<typeof Obsoletion>) {
  const e = useEdmsT();
  const { documentId, state } = row as Row<typeof Obsoletion>;
  return (
    <>
      <Section title={e('obsoletion.document')}>
        <DocumentLine documentId={documentId} />
      </Section>
      {open.has(state) && <Against documentId={documentId} />}
    </>
  );
}

function Against({ documentId }: { readonly documentId: string }) {
  const e = useEdmsT();
  const stateBadge = useStateBadge();
  const check = useObsoletionCheck(documentId);
  if (check.error) return <ErrorInPlace error={check.error} onRetry={() => void check.refetch()} />;
  if (!check.data) return null;
  const { dependents, warnings } = check.data;
  return (
    <>
      {dependents.length === 0 ? (
        <Message tone="good">{e('obsoletion.clear')}</Message>
      ) : (
        <Message tone="bad" isStacked title={e('obsoletion.blocked', { count: dependents.length })}>
          <ul className={cx(css.list)}>
            {dependents.map((one) => (
              <li key={`${one.number} ${one.version}`}>
                {e('obsoletion.dependent', { ...one, status: stateBadge(Version, one.status).label.toLowerCase() })}
              </li>
            ))}
          </ul>
          {e('obsoletion.blockedWay')}
        </Message>
      )}
      {warnings.length > 0 && (
        <Message tone="warn" isStacked title={e('obsoletion.warnings')}>
          <ul className={cx(css.list)}>
            {warnings.map((one) => (
              <li key={one.id}>
                <AppLink href={pageOfType(one.type, one.id)}>{one.number ?? one.title}</AppLink> {one.number ? one.title : ''}
              </li>
            ))}
          </ul>
        </Message>
      )}
    </>
  );
}
