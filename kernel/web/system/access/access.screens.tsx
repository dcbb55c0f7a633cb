import { lazy } from 'react';
import { Role } from '../../../access/records/role.ts';
import { User } from '../../../access/records/user.ts';
import { screensFor } from '../../screens/screens-for.ts';
import { GrantsInput } from './GrantsInput.tsx';
import { GrantsValue } from './GrantsValue.tsx';
import { ModuleInput, ModuleName } from './ModuleInput.tsx';

const RolesTab = lazy(() => import('./RolesTab.tsx').then((file) => ({ default: file.RolesTab })));
const PermissionsTab = lazy(() => import('./PermissionsTab.tsx').then((file) => ({ default: file.PermissionsTab })));
const SessionsTab = lazy(() => import('./SessionsTab.tsx').then((file) => ({ default: file.SessionsTab })));
const OpenTasksTab = lazy(() => import('./OpenTasksTab.tsx').then((file) => ({ default: file.OpenTasksTab })));
const RolePermissionsTab = lazy(() => import('./RolePermissionsTab.tsx').then((file) => ({ default: file.RolePermissionsTab })));
const commands = () => import('./commands.tsx');
const AssignRole = lazy(() => commands().then((file) => ({ default: file.AssignRole })));
const VerifyIdentity = lazy(() => commands().then((file) => ({ default: file.VerifyIdentity })));
const ResetPassword = lazy(() => commands().then((file) => ({ default: file.ResetPassword })));
const InviteAgain = lazy(() => commands().then((file) => ({ default: file.InviteAgain })));
const Unlock = lazy(() => commands().then((file) => ({ default: file.Unlock })));
const EndSessions = lazy(() => commands().then((file) => ({ default: file.EndSessions })));

const people = screensFor(User, {
  list: {
    views: [
      { key: 'active', label: { en: 'Active', fr: 'Actifs' }, search: { state: 'ACTIVE' } },
      { key: 'invited', label: { en: 'Invited', fr: 'Invités' }, search: { state: 'PENDING' } },
      { key: 'inactive', label: { en: 'Inactive', fr: 'Inactifs' }, search: { state: 'INACTIVE' } },
    ],
  },
  record: {
    tabs: [
      { key: 'roles', label: { en: 'Roles', fr: 'Rôles' }, content: RolesTab, isFirst: true },
      { key: 'permissions', label: { en: 'Permissions', fr: 'Permissions' }, content: PermissionsTab, isFirst: true },
      { key: 'sessions', label: { en: 'Sessions', fr: 'Sessions' }, content: SessionsTab, isFirst: true },
      { key: 'open-tasks', label: { en: 'Open tasks', fr: 'Tâches ouvertes' }, content: OpenTasksTab, isFirst: true },
    ],
    commands: {
      'invite-again': { label: { en: 'Send the invitation again', fr: 'Renvoyer l’invitation' }, act: InviteAgain },
      'assign-role': { label: { en: 'Give a role', fr: 'Attribuer un rôle' }, act: AssignRole },
      'verify-identity': { label: { en: 'Record verified identity', fr: 'Consigner l’identité vérifiée' }, act: VerifyIdentity },
      unlock: { label: { en: 'Unlock', fr: 'Déverrouiller' }, act: Unlock },
      'reset-password': { label: { en: 'Reset password', fr: 'Réinitialiser le mot de passe' }, act: ResetPassword },
      'end-sessions': { label: { en: 'End all sessions', fr: 'Fermer toutes les sessions' }, act: EndSessions },
      'revoke-role': { label: { en: 'Take a role back', fr: 'Retirer un rôle' } },
    },
  },
});

const roles = screensFor(Role, {
  list: { cells: { module: ModuleName } },
  form: { inputs: { grants: GrantsInput, module: ModuleInput } },
  record: {
    values: { grants: GrantsValue, module: ModuleName },
    tabs: [{ key: 'permissions', label: { en: 'Permissions', fr: 'Permissions' }, content: RolePermissionsTab, isFirst: true }],
  },
});

export default [people, roles];
