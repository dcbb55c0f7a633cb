import { defineRecord, flag, instant, json, person, ref, text } from '#kernel/schema';

/** What a role gives: a level of a module (cumulative), or one permission; with a scope. */
export type Grant =
  | {
      readonly module: string;
      readonly level: 'read' | 'write' | 'review' | 'approve' | 'admin';
      readonly scope: 'own' | 'department' | 'organization' | 'all';
    }
  | { readonly permission: string; readonly scope: 'own' | 'department' | 'organization' | 'all' };

export const Role = defineRecord('access.role', {
  label: { en: 'Role', fr: 'Rôle' },
  plural: { en: 'Roles', fr: 'Rôles' },
  scope: 'organization',
  fields: {
    code: text({ en: 'Code', fr: 'Code' }, { max: 60 }).immutable(),
    name: text({ en: 'Name', fr: 'Nom' }, { max: 120 }),
    module: text(
      { en: 'Module', fr: 'Module' },
      {
        max: 40,
        help: {
          en: 'Administrators of this module may assign the role',
          fr: 'Les administrateurs de ce module peuvent attribuer le rôle',
        },
      },
    ),
    description: text({ en: 'Description', fr: 'Description' }, { max: 1000, lines: 3 }).optional(),
    grants: json<readonly Grant[]>({ en: 'Permissions', fr: 'Permissions' }),
    isSystem: flag({ en: 'Delivered with the product', fr: 'Livré avec le produit' }),
  },
  title: 'name',
  permissions: { read: 'read', create: 'admin', edit: 'admin' },
  states: {
    ACTIVE: { label: { en: 'Active', fr: 'Actif' }, family: 'valid' },
    INACTIVE: { label: { en: 'Inactive', fr: 'Inactif' }, family: 'ended', hidden: true },
  },
  initial: 'ACTIVE',
  transitions: {
    deactivate: {
      label: { en: 'Deactivate', fr: 'Désactiver' },
      from: ['ACTIVE'],
      to: 'INACTIVE',
      needs: 'edit',
      reason: 'required',
      danger: true,
    },
    activate: { label: { en: 'Activate', fr: 'Activer' }, from: ['INACTIVE'], to: 'ACTIVE', needs: 'edit', reason: 'required' },
  },
  unique: [['code']],
  list: ['name', 'code', 'module', 'isSystem', 'state'],
  sort: 'name',
  form: [{ title: { en: 'Role', fr: 'Rôle' }, fields: ['code', 'name', 'module', 'description', 'grants'] }],
});

/** Who holds a role, since when and until when; a change acts on the next request (USR-05, USR-06). */
export const RoleAssignment = defineRecord('access.role-assignment', {
  label: { en: 'Role assignment', fr: 'Attribution de rôle' },
  plural: { en: 'Role assignments', fr: 'Attributions de rôles' },
  scope: 'organization',
  fields: {
    userId: person({ en: 'User', fr: 'Utilisateur' }),
    roleId: ref({ en: 'Role', fr: 'Rôle' }, 'access.role'),
    validFrom: instant({ en: 'Valid from', fr: 'Valable à partir du' }).optional(),
    validUntil: instant({ en: 'Valid until', fr: 'Valable jusqu’au' }).optional(),
    reason: text({ en: 'Reason', fr: 'Motif' }, { max: 500 }),
  },
  title: 'reason',
  permissions: { read: 'read', create: 'admin', edit: 'admin' },
  states: {
    ACTIVE: { label: { en: 'Active', fr: 'Active' }, family: 'valid' },
    REVOKED: { label: { en: 'Revoked', fr: 'Retirée' }, family: 'ended' },
  },
  initial: 'ACTIVE',
  transitions: {
    revoke: {
      label: { en: 'Revoke', fr: 'Retirer' },
      from: ['ACTIVE'],
      to: 'REVOKED',
      needs: 'edit',
      reason: 'required',
      danger: true,
    },
  },
  list: ['userId', 'roleId', 'validFrom', 'validUntil', 'state'],
  sort: '-createdAt',
  form: [{ title: { en: 'Assignment', fr: 'Attribution' }, fields: ['userId', 'roleId', 'validFrom', 'validUntil', 'reason'] }],
  commandsOnly: true,
});

/** Access to one record for one person or role, beyond department and confidentiality (spec 1.1, access list). */
export const Share = defineRecord('access.share', {
  label: { en: 'Share', fr: 'Partage' },
  plural: { en: 'Shares', fr: 'Partages' },
  scope: 'organization',
  fields: {
    entity: text({ en: 'Record type', fr: 'Type d’enregistrement' }, { max: 80 }),
    recordId: ref({ en: 'Record', fr: 'Enregistrement' }, ''),
    userId: person({ en: 'User', fr: 'Utilisateur' }).optional(),
    roleId: ref({ en: 'Role', fr: 'Rôle' }, 'access.role').optional(),
    expiresAt: instant({ en: 'Until', fr: 'Jusqu’au' }).optional(),
    reason: text({ en: 'Reason', fr: 'Motif' }, { max: 500 }),
  },
  title: 'reason',
  permissions: { create: 'admin', edit: 'admin' },
  states: {
    ACTIVE: { label: { en: 'Active', fr: 'Actif' }, family: 'valid' },
    REVOKED: { label: { en: 'Revoked', fr: 'Retiré' }, family: 'ended' },
  },
  initial: 'ACTIVE',
  transitions: {
    revoke: { label: { en: 'Revoke', fr: 'Retirer' }, from: ['ACTIVE'], to: 'REVOKED', needs: 'edit', reason: 'required' },
  },
  list: ['entity', 'userId', 'roleId', 'expiresAt', 'state'],
  sort: '-createdAt',
  form: [{ title: { en: 'Share', fr: 'Partage' }, fields: ['userId', 'roleId', 'expiresAt', 'reason'] }],
  commandsOnly: true,
  internal: true,
});
