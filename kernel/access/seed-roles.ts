import type { Registry } from '#kernel/records';
import type { ModuleDefinition } from '#kernel/schema';
import { kernelModules } from './grants.ts';
import type { Grant } from './records/role.ts';
import { ASSIGN_ROLE } from './role.commands.ts';
import { WATCH_SECURITY } from './user.commands.ts';

export interface SeedRole {
  readonly code: string;
  readonly name: string;
  readonly module: string;
  readonly description: string;
  readonly grants: readonly Grant[];
}
type Level = 'read' | 'write' | 'review' | 'approve' | 'admin';
type Scope = Grant['scope'];
const of = (module: string, level: Level, scope: Scope): Grant => ({ module, level, scope });

/** Names people know the five levels by (spec 1.1 to 1.4): viewer, author, reviewer, approver, admin. */
const known: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  edms: ['Document Viewer', 'Document Author', 'Document Reviewer', 'Document Approver', 'Document Admin'],
  qrm: ['Quality Viewer', 'Responsible Person', 'Quality Reviewer', 'Quality Approver', 'Quality Admin'],
  trm: ['Training Viewer', 'Training Coordinator', 'Trainer', 'Training Manager', 'Training Admin'],
  lims: ['Lab Viewer', 'Analyst', 'Lab Reviewer', 'Lab Director', 'Lab Admin'],
};

/** One role for each level of a module; authors write in their department, everybody else acts where the record names them. */
function levelRoles(module: ModuleDefinition): SeedRole[] {
  const label = module.label.en;
  const [viewer, author, reviewer, approver, admin] = known[module.id] ?? [
    `${label}: viewer`,
    `${label}: author`,
    `${label}: reviewer`,
    `${label}: approver`,
    `${label}: administrator`,
  ];
  const role = (suffix: string, name: string, description: string, grants: readonly Grant[]): SeedRole => ({
    code: `${module.id}.${suffix}`,
    name,
    module: module.id,
    description,
    grants,
  });
  const read = of(module.id, 'read', 'organization');
  return [
    role('viewer', viewer, 'Reads what is not confidential to other departments.', [read]),
    role('author', author, 'Writes in the own department.', [read, of(module.id, 'write', 'department')]),
    role('reviewer', reviewer, 'Reviews where named.', [of(module.id, 'review', 'organization')]),
    role('approver', approver, 'Approves where named.', [of(module.id, 'approve', 'organization')]),
    role('admin', admin, 'Administers the module and gives its roles.', [
      of(module.id, 'admin', 'organization'),
      { permission: ASSIGN_ROLE, scope: 'organization' },
    ]),
  ];
}

/**
 * Roles an organization begins with, by name, for the modules that exist (spec 1.9). The superuser holds no operational permission to
 * write, review or approve (SOD-8).
 */
export function seedRoles(registry: Registry): SeedRole[] {
  const ids = registry.modules.map((m) => m.id);
  const operational = registry.modules.filter((m) => !kernelModules.has(m.id));
  const everyKernel = (level: Level) => ids.filter((id) => kernelModules.has(id)).map((id) => of(id, level, 'organization'));
  const every = (level: Level, scope: Scope) => operational.map((m) => of(m.id, level, scope));
  const present = (...grants: readonly Grant[]) => grants.filter((g) => !('module' in g) || ids.includes(g.module));
  const system = (code: string, name: string, description: string, grants: readonly Grant[]): SeedRole => ({
    code,
    name,
    module: 'access',
    description,
    grants,
  });
  return [
    ...operational.flatMap(levelRoles),
    ...(ids.includes('trm')
      ? [
          {
            code: 'trm.trainee',
            name: 'Trainee',
            module: 'trm',
            description: 'Works on own training assignments.',
            grants: [of('trm', 'write', 'own')],
          },
        ]
      : []),
    system(
      'superuser',
      'Superuser',
      'Accounts, settings, audit trail, scheduler, backup and health. No operational permission.',
      everyKernel('admin'),
    ),
    system('security_unit', 'Security unit', 'Told of every security matter, reads the audit trail, may end sessions.', [
      ...present(of('access', 'read', 'organization'), of('audit', 'read', 'all')),
      { permission: WATCH_SECURITY, scope: 'organization' },
    ]),
    system(
      'auditor_readonly',
      'Inspector (read only)',
      'Reads everything, changes nothing.',
      ids.map((id) => of(id, 'read', 'all')),
    ),
    system('administrator', 'Administrator', 'Administers every module.', [
      ...every('admin', 'organization'),
      { permission: ASSIGN_ROLE, scope: 'organization' },
    ]),
    system('quality_manager', 'Quality Manager', 'Reads everything, approves quality records and audits.', [
      ...every('read', 'all'),
      ...present(of('qrm', 'approve', 'organization'), of('audits', 'approve', 'organization')),
    ]),
    system('department_head', 'Department Head', 'Reads and reviews for the department, manages its training.', [
      ...every('read', 'organization'),
      ...present(of('qrm', 'review', 'department'), of('trm', 'approve', 'department')),
    ]),
    system('qa_specialist', 'QA Specialist', 'Reviews documents and quality records, prepares audits.', [
      ...every('read', 'organization'),
      ...present(
        of('qrm', 'review', 'organization'),
        of('edms', 'review', 'organization'),
        of('audits', 'write', 'organization'),
      ),
    ]),
    system('standard_user', 'Standard User', 'Reads documents, reports quality events, does own training.', [
      ...present(of('edms', 'read', 'organization'), of('qrm', 'write', 'own'), of('trm', 'write', 'own')),
    ]),
    system('viewer', 'Viewer', 'Reads what is not confidential to other departments.', every('read', 'organization')),
  ];
}
