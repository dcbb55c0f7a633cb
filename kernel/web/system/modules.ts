import type { ModuleDefinition, NavItem } from '#kernel/schema';
import { access } from '../../access/module.ts';
import { audit } from '../../audit/module.ts';
import { events } from '../../events/module.ts';
import { files } from '../../files/module.ts';
import { jobs } from '../../jobs/module.ts';
import { notes } from '../../notes/module.ts';
import { notifications } from '../../notify/module.ts';
import { search } from '../../search/module.ts';
import { settings } from '../../settings/module.ts';
import { sign } from '../../sign/module.ts';
import { tasks } from '../../tasks/module.ts';

/** Where the one page of all settings stands; the settings' own path leads here too. */
export const SETTINGS_PAGE = '/system/settings';

const health: NavItem = {
  label: { en: 'Health', fr: 'État du système' },
  path: '/system/health',
  needs: 'system.job.manage',
};
const trail: NavItem = { label: audit.label, path: '/system/audit-trail', needs: 'system.audit.read' };

/** Module administrators give roles, the security unit ends sessions: both need the list of people too (USR-04). */
const users = access.nav.filter((item) => item.path === '/access/users');
const usersNav = users.flatMap((item) => [
  item,
  { ...item, needs: 'access.user.assign-role' },
  { ...item, needs: 'access.security.watch' },
]);
const accessNav = [...usersNav, ...access.nav.filter((item) => !users.includes(item))];

const settingsNav = settings.nav.map((item) => (item.path === '/settings' ? { ...item, path: SETTINGS_PAGE } : item));
const withoutNav = (module: ModuleDefinition): ModuleDefinition => ({ ...module, nav: [] });

/** Administrators of a module, who give its roles, read its jobs too (spec 1.12). */
const jobsNav = jobs.nav.flatMap((item) => [item, { ...item, needs: 'access.user.assign-role' }]);

/**
 * The kernel's own parts as the navigation shows them: the audit trail as a place of its own, everything that is set up under
 * Administration. The others are known by name only, for roles and for the trail.
 */
export const systemModules: readonly ModuleDefinition[] = [
  { ...audit, icon: 'shield-check', nav: [trail] },
  { ...access, nav: [...accessNav, ...tasks.nav, ...settingsNav, ...jobsNav, ...notifications.nav, health] },
  ...[tasks, settings, jobs, notifications, sign, files, notes, search, events].map(withoutNav),
];
