import { day, defineRecord, flag, instant, oneOf, person, text } from '#kernel/schema';

/**
 * A person who may sign in. Passwords, keys and lockout stand in `access.credential`, which no reader sees. A user name is never given to
 * somebody else (P11-100a-1).
 */
export const User = defineRecord('access.user', {
  label: { en: 'User', fr: 'Utilisateur' },
  plural: { en: 'Users', fr: 'Utilisateurs' },
  scope: 'organization',
  fields: {
    username: text({ en: 'User name', fr: 'Nom d’utilisateur' }, { max: 60, min: 2 }).immutable(),
    firstName: text({ en: 'First name', fr: 'Prénom' }, { max: 100 }).personal(),
    lastName: text({ en: 'Last name', fr: 'Nom' }, { max: 100 }).personal(),
    name: text({ en: 'Name', fr: 'Nom complet' }, { max: 201 }).derived(),
    email: text({ en: 'E-mail', fr: 'Courriel' }, { max: 254 }).personal(),
    employeeId: text({ en: 'Employee number', fr: 'Matricule' }, { max: 40 }).optional(),
    jobTitle: text({ en: 'Job title', fr: 'Fonction' }, { max: 120 }).optional(),
    managerId: person({ en: 'Manager', fr: 'Supérieur' }).optional(),
    phone: text({ en: 'Phone', fr: 'Téléphone' }, { max: 40 }).optional().personal(),
    language: oneOf(
      { en: 'Language', fr: 'Langue' },
      { en: { en: 'English', fr: 'Anglais' }, fr: { en: 'French', fr: 'Français' } },
    ).initially('en'),
    timeZone: text({ en: 'Time zone', fr: 'Fuseau horaire' }, { max: 60 }).optional(),
    accountExpiresOn: day({ en: 'Account ends', fr: 'Fin du compte' }).optional(),
    identityVerifiedAt: instant({ en: 'Identity verified', fr: 'Identité vérifiée' }).workflow(),
    identityVerifiedBy: person({ en: 'Verified by', fr: 'Vérifiée par' }).workflow(),
    identityMethod: text({ en: 'How verified', fr: 'Moyen de vérification' }, { max: 300 }).workflow(),
    agreementAcceptedAt: instant({ en: 'Signature agreement accepted', fr: 'Accord de signature accepté' }).workflow(),
    agreementVersion: text({ en: 'Agreement version', fr: 'Version de l’accord' }, { max: 80 }).workflow(),
    mutedMail: flag({ en: 'Optional mail off', fr: 'Courriels facultatifs désactivés' }),
  },
  title: 'name',
  permissions: { read: 'read', create: 'admin', edit: 'admin', administer: 'admin' },
  states: {
    PENDING: { label: { en: 'Invited', fr: 'Invité' }, family: 'waiting' },
    ACTIVE: { label: { en: 'Active', fr: 'Actif' }, family: 'valid' },
    INACTIVE: { label: { en: 'Inactive', fr: 'Inactif' }, family: 'ended' },
  },
  initial: 'PENDING',
  transitions: {
    'accept-invitation': {
      label: { en: 'Accept invitation', fr: 'Accepter l’invitation' },
      from: ['PENDING'],
      to: 'ACTIVE',
      needs: 'system',
    },
    deactivate: {
      label: { en: 'Deactivate', fr: 'Désactiver' },
      from: ['PENDING', 'ACTIVE'],
      to: 'INACTIVE',
      needs: 'administer',
      reason: 'required',
      danger: true,
    },
    reactivate: {
      label: { en: 'Reactivate', fr: 'Réactiver' },
      from: ['INACTIVE'],
      to: 'ACTIVE',
      needs: 'administer',
      reason: 'required',
    },
  },
  unique: [['username'], ['email'], ['employeeId']],
  search: ['username', 'email', 'jobTitle'],
  list: ['name', 'username', 'jobTitle', 'departmentId', 'siteId', 'state'],
  sort: 'name',
  form: [
    {
      title: { en: 'Person', fr: 'Personne' },
      fields: ['firstName', 'lastName', 'email', 'employeeId', 'jobTitle', 'managerId', 'phone'],
    },
    { title: { en: 'Account', fr: 'Compte' }, fields: ['username', 'language', 'timeZone', 'accountExpiresOn'] },
  ],
});
