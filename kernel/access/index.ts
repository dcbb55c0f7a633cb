export { agreement } from './agreement.ts';
export {
  type AttemptState,
  type AttemptSubject,
  clearFailures,
  countFailure,
  createLockout,
  lockOf,
  subjectOf,
} from './attempts.ts';
export { createAuthenticate, type Restriction, type SessionFacts, sessionFactsOf } from './authenticate.ts';
export { type Access, type AccessOptions, configureAccess } from './configuration.ts';
export { administers, grantsOfPerson, kernelModules, operationalPermissions, rolesHeld } from './grants.ts';
export { accessHalf } from './half.ts';
export { access } from './module.ts';
export { createPeople } from './people.ts';
export { type AccessPolicy, defaultPolicy, policyOf } from './policy.ts';
export {
  addMissingRoles,
  createPerson,
  inviteFirst,
  type OrganizationSpec,
  type PersonSpec,
  type ProvisionedOrganization,
  provisionDeployment,
  provisionOrganization,
} from './provision.ts';
export { canRead } from './readers.ts';
export { Department, Organization, Site } from './records/places.ts';
export { type Grant, Role, RoleAssignment, Share } from './records/role.ts';
export { User } from './records/user.ts';
export { ASSIGN_ROLE, assignRole, grantRole, revokeRole } from './role.commands.ts';
export { accessRoutes } from './routes.ts';
export { accessRules } from './rules.ts';
export { alarm, type SecurityKind, SYSTEM_ORG } from './security.ts';
export { type SeedRole, seedRoles } from './seed-roles.ts';
export { WATCH_SECURITY } from './user.commands.ts';
