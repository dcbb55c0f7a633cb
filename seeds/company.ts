/** The demo company as plain data: also the fixture of the scenarios, so user names are those of the specification (section 4). */

export interface DemoSite {
  readonly code: string;
  readonly name: string;
  readonly zone: string;
  readonly address: string;
}
export interface DemoDepartment {
  readonly code: string;
  readonly name: string;
  /** User name of its head. */
  readonly head: string;
}
export interface DemoPerson {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly employeeId: string;
  readonly jobTitle: string;
  readonly department: string;
  readonly site: string;
  /** User name of the manager. */
  readonly manager?: string;
  readonly language: 'en' | 'fr';
  /** Codes of roles delivered with the product, or of `extraRoles`. */
  readonly roles: readonly string[];
  /** What the list of sign-ins calls them. */
  readonly part: string;
}

export const organization = {
  code: 'AMANI',
  name: 'Amani Medical Devices',
  regulatoryLicense: 'MDL-0417',
  address: 'Plot 14, Seventh Street, Industrial Area, Kampala, Uganda',
} as const;

/**
 * One password for all demo people. It is printed at every start and refused in production; it satisfies the password rules for each
 * of them, none of whose names are inside.
 */
export const DEMO_PASSWORD = 'Basin-Torque-Rinse-48';

export const sites: readonly DemoSite[] = [
  { code: 'KLA', name: 'Kampala', zone: 'Africa/Kampala', address: organization.address },
  { code: 'NTE', name: 'Nantes', zone: 'Europe/Paris', address: '8 rue des Chantiers Navals, 44200 Nantes, France' },
];

export const departments: readonly DemoDepartment[] = [
  { code: 'QA', name: 'QA', head: 'dh' },
  { code: 'PROD', name: 'Production', head: 'mgr1' },
  { code: 'WH', name: 'Warehouse', head: 'emp2' },
  { code: 'LAB', name: 'Laboratory', head: 'ldir' },
  { code: 'TRN', name: 'Training', head: 'max' },
  { code: 'RA', name: 'Regulatory Affairs', head: 'aud1' },
  { code: 'MNT', name: 'Maintenance', head: 'mgr1' },
  { code: 'IT', name: 'IT', head: 'sam' },
];

/** Roles of this company besides those delivered with the product. */
export const extraRoles = [
  {
    code: 'quality_director',
    name: 'Quality director',
    module: 'edms',
    description: 'Reads every document, confidential and in-process ones too',
    grants: [{ module: 'edms', level: 'read', scope: 'all' }],
    isSystem: false,
  },
] as const;

type Extra = Partial<Pick<DemoPerson, 'manager' | 'language' | 'site'>>;
let employee = 1000;
function person(
  username: string,
  name: readonly [first: string, last: string],
  work: readonly [department: string, jobTitle: string],
  part: string,
  roles: readonly string[],
  extra: Extra = {},
): DemoPerson {
  const [firstName, lastName] = name;
  const [department, jobTitle] = work;
  const local = `${firstName}.${lastName}`
    .normalize('NFD')
    .replace(/[^A-Za-z.]/g, '')
    .toLowerCase();
  employee += 1;
  return {
    username,
    firstName,
    lastName,
    email: `${local}@amani.example`,
    employeeId: `AMD-${employee}`,
    jobTitle,
    department,
    site: 'KLA',
    language: 'en',
    part,
    roles,
    ...extra,
  };
}

const reader = 'edms.viewer';
const author = 'edms.author';
const reviewer = 'edms.reviewer';
const approver = 'edms.approver';
const french: Extra = { site: 'NTE', language: 'fr' };

export const people: readonly DemoPerson[] = [
  person('sam', ['Samuel', 'Kato'], ['IT', 'System administrator'], 'Superuser', ['superuser']),
  person('sec', ['Sarah', 'Nankya'], ['IT', 'Information security officer'], 'Security unit', ['security_unit'], {
    manager: 'sam',
  }),
  person('insp', ['Isaac', 'Mugisha'], ['RA', 'Visiting inspector'], 'Inspector, read only', ['auditor_readonly']),
  person('qdir', ['Christine', 'Namubiru'], ['QA', 'Director of quality'], 'Quality director', ['quality_director']),
  person('dh', ['Daniel', 'Habimana'], ['QA', 'Head of quality assurance'], 'Head of QA', [reader, 'department_head'], {
    manager: 'qdir',
  }),
  person('ana', ['Ana', 'Nakato'], ['QA', 'Quality engineer'], 'Document author', [author], { manager: 'dh' }),
  person('rita', ['Rita', 'Achieng'], ['QA', 'Quality specialist'], 'Document reviewer', [reviewer], { manager: 'dh' }),
  person('rita2', ['Rita', 'Kimani'], ['QA', 'Quality specialist'], 'Second document reviewer', [reviewer], { manager: 'dh' }),
  person('paul', ['Paul', 'Okello'], ['QA', 'Quality assurance manager'], 'Document approver', [approver], { manager: 'qdir' }),
  person('dora', ['Dora', 'Tumusiime'], ['QA', 'Document control officer'], 'Document administrator', ['edms.admin'], {
    manager: 'dh',
  }),
  person('mgr1', ['Moses', 'Gitonga'], ['PROD', 'Production manager'], 'Production manager and author', [author], {
    manager: 'qdir',
  }),
  person('emp1', ['Emmanuel', 'Kiggundu'], ['PROD', 'Assembler, station 4'], 'Employee, Production', [reader], {
    manager: 'mgr1',
  }),
  person('emp2', ['Joel', 'Ssali'], ['WH', 'Store keeper'], 'Employee, Warehouse', [reader]),
  person('max', ['Maxime', 'Lefèvre'], ['TRN', 'Head of training'], 'Training manager', [reader], french),
  person('cora', ['Cora', 'Atim'], ['TRN', 'Training coordinator'], 'Training coordinator and author', [author], {
    manager: 'max',
  }),
  person('tina', ['Martina', 'Rousseau'], ['TRN', 'Trainer'], 'Trainer', [reader], { ...french, manager: 'max' }),
  person('tom1', ['Tom', 'Ojok'], ['TRN', 'Trainee assembler'], 'Trainee', [reader], { manager: 'max' }),
  person('tom2', ['Thomas', 'Wasswa'], ['TRN', 'Trainee welder'], 'Trainee', [reader], { manager: 'max' }),
  person('tom3', ['Tomasi', 'Lubega'], ['TRN', 'Trainee assembler'], 'Trainee', [reader], { manager: 'max' }),
  person('tom4', ['Thomas', 'Opio'], ['TRN', 'Trainee store keeper'], 'Trainee', [reader], { manager: 'max' }),
  person('tom5', ['Thomas', 'Girard'], ['TRN', 'Trainee technician'], 'Trainee', [reader], { ...french, manager: 'max' }),
  person('ldir', ['Lydia', 'Dusabe'], ['LAB', 'Director of the laboratory'], 'Laboratory director, approver', [approver], {
    manager: 'qdir',
  }),
  person('smg', ['Solomon', 'Magezi'], ['LAB', 'Sample manager'], 'Sample manager and author', [author], { manager: 'ldir' }),
  person('lrev', ['Lucie', 'Renaud'], ['LAB', 'Laboratory reviewer'], 'Laboratory reviewer', [reviewer], { manager: 'ldir' }),
  person('lea', ['Lea', 'Mbabazi'], ['LAB', 'Analyst'], 'Analyst', [reader], { manager: 'ldir' }),
  person('aud1', ['Grace', 'Aber'], ['RA', 'Lead auditor'], 'Lead auditor and author', [author], { manager: 'qdir' }),
];

/** @throws Error when nobody has that user name. */
export function personOf(username: string): DemoPerson {
  const found = people.find((p) => p.username === username);
  if (!found) throw new Error(`nobody of the demo company has the user name ${username}`);
  return found;
}
