import { defineRecord, person, ref, text } from '#kernel/schema';

const active = {
  ACTIVE: { label: { en: 'Active', fr: 'Actif' }, family: 'valid' },
  INACTIVE: { label: { en: 'Inactive', fr: 'Inactif' }, family: 'ended', hidden: true },
} as const;
const deactivation = {
  deactivate: {
    label: { en: 'Deactivate', fr: 'Désactiver' },
    from: ['ACTIVE'],
    to: 'INACTIVE',
    needs: 'edit',
    reason: 'required',
    danger: true,
  },
  activate: { label: { en: 'Activate', fr: 'Activer' }, from: ['INACTIVE'], to: 'ACTIVE', needs: 'edit', reason: 'required' },
} as const;

/** The company. One row per organization; its id is the organization id. */
export const Organization = defineRecord('access.organization', {
  label: { en: 'Organization', fr: 'Organisation' },
  plural: { en: 'Organizations', fr: 'Organisations' },
  scope: 'organization',
  fields: {
    name: text({ en: 'Name', fr: 'Nom' }, { max: 200 }),
    code: text({ en: 'Code', fr: 'Code' }, { max: 20 }).immutable(),
    regulatoryLicense: text({ en: 'Regulatory licence', fr: 'Licence réglementaire' }).optional(),
    address: text({ en: 'Address', fr: 'Adresse' }, { max: 500, lines: 3 }).optional(),
  },
  title: 'name',
  permissions: { read: 'read', create: 'admin', edit: 'admin' },
  states: { ACTIVE: { label: { en: 'Active', fr: 'Active' }, family: 'valid' } },
  initial: 'ACTIVE',
  unique: [['code']],
  list: ['name', 'code'],
  form: [{ title: { en: 'Company', fr: 'Entreprise' }, fields: ['name', 'code', 'regulatoryLicense', 'address'] }],
});

/** A place with its own calendar: day-only deadlines end at its midnight. */
export const Site = defineRecord('access.site', {
  label: { en: 'Site', fr: 'Site' },
  plural: { en: 'Sites', fr: 'Sites' },
  scope: 'organization',
  fields: {
    name: text({ en: 'Name', fr: 'Nom' }, { max: 200 }),
    code: text({ en: 'Code', fr: 'Code' }, { max: 20 }).immutable(),
    zone: text(
      { en: 'Time zone', fr: 'Fuseau horaire' },
      { max: 60, help: { en: 'IANA name, such as Africa/Kampala', fr: 'Nom IANA, par exemple Africa/Kampala' } },
    ),
    address: text({ en: 'Address', fr: 'Adresse' }, { max: 500, lines: 3 }).optional(),
  },
  title: 'name',
  permissions: { read: 'read', create: 'admin', edit: 'admin' },
  states: active,
  initial: 'ACTIVE',
  transitions: deactivation,
  unique: [['code']],
  list: ['name', 'code', 'zone', 'state'],
  form: [{ title: { en: 'Site', fr: 'Site' }, fields: ['name', 'code', 'zone', 'address'] }],
});

export const Department = defineRecord('access.department', {
  label: { en: 'Department', fr: 'Service' },
  plural: { en: 'Departments', fr: 'Services' },
  scope: 'organization',
  fields: {
    name: text({ en: 'Name', fr: 'Nom' }, { max: 200 }),
    code: text({ en: 'Code', fr: 'Code' }, { max: 20 }).immutable(),
    headId: person({ en: 'Head', fr: 'Responsable' }).optional(),
    parentId: ref({ en: 'Part of', fr: 'Fait partie de' }, 'access.department').optional(),
  },
  title: 'name',
  permissions: { read: 'read', create: 'admin', edit: 'admin' },
  states: active,
  initial: 'ACTIVE',
  transitions: deactivation,
  unique: [['code']],
  list: ['name', 'code', 'headId', 'state'],
  form: [{ title: { en: 'Department', fr: 'Service' }, fields: ['name', 'code', 'headId', 'parentId'] }],
});
