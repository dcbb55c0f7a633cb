import type { Row } from '#kernel/schema';
import type { NowLineProps } from '#kernel/web/parts/NowLine.tsx';
import { useNowLine } from '#kernel/web/screens/useNowLine.ts';
import { Version } from '../../records/version.ts';
import { useEdmsT } from '../texts.ts';
import type { Shown } from './DocumentView.tsx';
import { inWork } from './useTrail.tsx';

/** Who acts next on a version in work; who approved one that is published. */
export function useDocumentNowLine({ version, tasks, refs }: Shown, readerId: string | undefined): NowLineProps {
  const e = useEdmsT();
  const generic = useNowLine(Version, version as Row, tasks, refs, readerId);
  if (inWork.has(version.state) || version.approvedAt === null) return generic;
  const approver = version.approverId ? (refs[version.approverId]?.title ?? '') : '';
  return { closed: { what: e('now.approved'), at: version.approvedAt, by: approver, isSealed: false } };
}
