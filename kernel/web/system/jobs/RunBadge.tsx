import type { StateFamily } from '#kernel/schema';
import { StateBadge } from '../../parts/StateBadge.tsx';
import { useSystemText } from '../texts.ts';
import type { RunStatus } from './answers.ts';

const families: Record<RunStatus, StateFamily> = {
  QUEUED: 'waiting',
  RUNNING: 'doing',
  SUCCESS: 'valid',
  FAILED: 'wrong',
  STOPPED: 'ended',
  SKIPPED: 'ended',
};

/** State of a run as icon, word and tint. */
export function RunBadge({ status }: { readonly status: RunStatus }) {
  const s = useSystemText();
  return (
    <StateBadge
      family={families[status]}
      label={s(`jobs.status.${status}`)}
      mark={status === 'STOPPED' ? 'crossed' : undefined}
    />
  );
}
