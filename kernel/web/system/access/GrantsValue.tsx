import type { Role } from '../../../access/records/role.ts';
import type { CellProps } from '../../screens/screens-for.ts';
import { useSystemText } from '../texts.ts';
import { grantsOf } from './grants.ts';

/** How much a role gives; what it is stands under Permissions. */
export function GrantsValue({ row }: CellProps<typeof Role>) {
  const s = useSystemText();
  return s('roles.count', { count: grantsOf(row.grants).length });
}
