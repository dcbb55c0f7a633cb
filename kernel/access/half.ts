import { join } from 'node:path';
import type { ServerHalf } from '#kernel/records';
import { importUsers } from './import-users.command.ts';
import { access } from './module.ts';
import { assignRole, revokeRole } from './role.commands.ts';
import { assignmentRules, roleRules } from './role.rules.ts';
import { endAllSessions, inviteAgain, resetPassword, unlock, verifyIdentity } from './user.commands.ts';
import { userRules } from './user.rules.ts';

/** Server half of the access module: accounts, roles and what may be done with them. */
export const accessHalf: ServerHalf = {
  module: access,
  rules: [userRules, roleRules, assignmentRules],
  commands: [inviteAgain, unlock, resetPassword, verifyIdentity, endAllSessions, assignRole, revokeRole, importUsers],
  migrations: join(import.meta.dirname, 'migrations'),
};
