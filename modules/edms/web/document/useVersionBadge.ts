import type { StateBadgeProps } from '#kernel/web/parts/StateBadge.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { Version } from '../../records/version.ts';
import type { VersionRow } from '../api/answers.ts';
import { useEdmsT } from '../texts.ts';

/** Badge of a version; a draft that was sent back says so. */
export function useVersionBadge(): (version: VersionRow) => StateBadgeProps {
  const e = useEdmsT();
  const stateBadge = useStateBadge();
  return (version) =>
    version.state === 'DRAFT' && version.revision > 1
      ? { family: 'attention', mark: 'returned', label: e('state.returned') }
      : stateBadge(Version, version.state);
}
