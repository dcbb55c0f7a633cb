import { IconUserOff } from '@tabler/icons-react';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { useSystemText } from '../texts.ts';

/** What the person's roles do not open. Nothing was asked of the server, so nothing is refused in the trail. */
export function NotForYou() {
  const s = useSystemText();
  return (
    <EmptyState title={s('common.notForYou')} icon={IconUserOff}>
      {s('common.notForYouHint')}
    </EmptyState>
  );
}
