import { defineModule } from '#kernel/schema';
import { Department, Organization, Site } from './records/places.ts';
import { Role, RoleAssignment, Share } from './records/role.ts';
import { User } from './records/user.ts';

/** Organizations, people and what they may do. */
export const access = defineModule({
  id: 'access',
  label: { en: 'Administration', fr: 'Administration' },
  icon: 'settings',
  dependsOn: [],
  records: [Organization, Site, Department, User, Role, RoleAssignment, Share],
  nav: [
    { label: { en: 'Users', fr: 'Utilisateurs' }, path: '/access/users', needs: 'access.user.administer' },
    { label: { en: 'Roles', fr: 'Rôles' }, path: '/access/roles', needs: 'access.role.edit' },
    { label: { en: 'Departments', fr: 'Services' }, path: '/access/departments', needs: 'access.department.edit' },
    { label: { en: 'Sites', fr: 'Sites' }, path: '/access/sites', needs: 'access.site.edit' },
  ],
});
