import { type DemoDocument, issued } from './document.ts';
import type { DocumentText } from './text.ts';

const training: DocumentText = {
  purpose: 'To let people do only what they have been shown to be able to do.',
  scope: 'Everyone whose work affects devices or records, from the first day, temporary staff included.',
  responsibilities: [
    ['Training coordinator', 'Keeps curricula and assigns them.'],
    ['Trainer', 'Trains and confirms. Is qualified in what is trained.'],
    ['Manager', 'Approves the qualification. Neither trains nor is trained in the same record.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Curriculum',
      steps: [
        'Each job has a curriculum of documents to read and tasks to show. It is reviewed when a document in it changes.',
        'New people receive it on their first day, with due dates.',
      ],
    },
    {
      heading: 'Train',
      steps: [
        'Read and understood is enough for policies. A task on a device is shown: once watched, once done under supervision, once alone.',
        'Tests are passed with 80 %. Three failures end in a talk, not in a fourth test.',
      ],
    },
    {
      heading: 'Keep qualified',
      steps: [
        'A new version means retraining when the approver said so. Until it is done, the task is blocked for this person from the effective date.',
        'Special processes are requalified every year, other tasks every three years.',
      ],
      caution: 'Nobody signs a training record before the session has taken place.',
    },
  ],
  records: ['Curricula', 'Training records with three signatures', 'Tests', 'Qualification matrix'],
};

const passwords: DocumentText = {
  purpose: 'To make sure that a name in a record is the person who acted.',
  scope: 'Accounts of all systems with quality records, and the computers that reach them.',
  responsibilities: [
    ['Account holder', 'Keeps password and device to themselves, locks the screen.'],
    ['System administrator', 'Creates accounts on request of the manager after the identity was checked.'],
    ['Security unit', 'Follows up locks, shared accounts and lost devices.'],
  ],
  main: 'Policy',
  parts: [
    {
      heading: 'Passwords',
      steps: [
        'At least twelve characters, not your name, not a word everybody tries first. A sentence is easier to remember than a puzzle.',
        'A password is changed after 90 days and at once when somebody else may know it. The last twelve are not used again.',
        'Your password signs. Telling it to a colleague is letting them sign as you.',
      ],
    },
    {
      heading: 'Accounts',
      steps: [
        'One person, one account. User names are never given to somebody else.',
        'Five wrong passwords lock the account for 30 minutes; the security unit is told.',
        'Managers confirm the rights of their people every quarter. Leavers are closed on their last day.',
      ],
    },
    {
      heading: 'Places of work',
      steps: [
        'Lock the screen when leaving it; it locks by itself after 15 minutes.',
        'Shared tablets at stations: sign in, act, sign out.',
      ],
    },
  ],
  records: ['Requests for accounts and rights', 'Quarterly access review', 'Security incidents'],
};

const backup: DocumentText = {
  purpose: 'To get records back after a disk, a room or a site is lost.',
  scope: 'Document system, laboratory system, order system and shared drives.',
  responsibilities: [
    ['System administrator', 'Runs and checks backups, restores on request.'],
    ['System owner', 'Confirms after a restore that the records are complete.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Back up',
      steps: [
        'Continuously to the second machine, nightly to the other site, encrypted. At most one hour of work may be lost.',
        'The key is kept in two sealed envelopes, in the safes of Kampala and Nantes.',
      ],
    },
    {
      heading: 'Check',
      steps: [
        'Read the report every morning. A missing report is a failed backup.',
        'Each month restore to an empty machine; compare counts and hashes; sign the protocol.',
      ],
    },
    {
      heading: 'Restore',
      steps: [
        'Only on a request signed by the system owner, saying to which moment. Report an event: records after that moment must be entered again.',
      ],
    },
  ],
  records: ['Morning checks', 'Monthly restore protocol', 'Restore requests'],
};

const softwareValidation: DocumentText = {
  purpose: 'To show that software does what we use it for, before we rely on it.',
  scope: 'Software that makes or keeps quality records, spreadsheets with formulas included.',
  responsibilities: [
    ['System owner', 'Writes requirements, approves the result.'],
    ['IT', 'Installs as described, keeps the configuration.'],
    ['QA', 'Reviews plan and report.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Class by risk',
      steps: ['Direct effect on device or record: full validation. Indirect: test of the functions used. None: list it.'],
    },
    {
      heading: 'Plan and test',
      steps: [
        'Requirements are numbered; each has at least one test that can fail.',
        'Test with the settings and the data volume of real use. Keep the evidence of failures too.',
      ],
    },
    { heading: 'Keep valid', steps: ['Updates pass change control. [To be written: how vendor evidence is used.]'] },
  ],
  records: ['Validation plan, tests and report', 'List of software with class'],
};

const hallClimate: DocumentText = {
  purpose: 'To keep dust, heat and moisture in the assembly hall within limits.',
  scope: 'Assembly hall and packing room, Kampala.',
  responsibilities: [['Station lead', 'Reads the logger at the beginning of each shift and acts on alarms.']],
  main: 'Procedure',
  parts: [
    {
      heading: 'Limits',
      table: {
        columns: ['Room', 'Temperature', 'Humidity'],
        rows: [
          ['Assembly hall', '18 to 28 °C', '30 to 70 %'],
          ['Packing room', '18 to 26 °C', '30 to 60 %'],
        ],
      },
    },
    {
      heading: 'Act',
      steps: [
        'Outside for more than 30 minutes: stop bonding and labelling, report an event.',
        'Doors to the yard stay closed while welding next door.',
      ],
    },
  ],
  records: ['Logger files', 'Alarm list with what was done'],
};

const returnedDevices: DocumentText = {
  purpose: 'To receive used devices without bringing germs or confusion into the house.',
  scope: 'Returned sinks and parts that were in a hospital.',
  responsibilities: [
    ['Store keeper', 'Receives only with declaration of decontamination.'],
    ['Service', 'Opens, cleans, reports.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Receive',
      steps: [
        'Take pictures of the closed box. No declaration: box into the red room, call the hospital.',
        'Enter serial number and complaint number before anything is unpacked.',
      ],
    },
    {
      heading: 'Clean and examine',
      steps: [
        'Gloves, apron, face shield. Disinfect before measuring.',
        '[Draft: which surfaces must not be cleaned before the examination.]',
      ],
    },
  ],
  records: ['Declaration of decontamination', 'Pictures on receipt'],
};

const quality = { author: 'ana', reviewer: 'rita', approver: 'paul' } as const;

export const support: readonly DemoDocument[] = [
  {
    key: 'training',
    type: 'PROC',
    title: 'Training and qualification',
    category: 'Training',
    author: 'cora',
    reviewer: 'rita',
    approver: 'paul',
    description: 'Curricula, training, tests and requalification.',
    keywords: ['training', 'curriculum', 'qualification'],
    tags: ['core'],
    dependsOn: ['document-control'],
    versions: issued(training),
  },
  {
    ...quality,
    key: 'passwords',
    type: 'POL',
    title: 'Passwords and access',
    category: 'IT',
    reviewer: 'rita2',
    description: 'Passwords, accounts and screens; what a signature by password means.',
    keywords: ['password', 'account', 'signature', 'access review'],
    refersTo: ['data-integrity'],
    versions: issued(passwords),
  },
  {
    ...quality,
    key: 'backup',
    type: 'PROC',
    title: 'Backup and restore',
    category: 'IT',
    description: 'Backup, monthly restore test and restore on request.',
    keywords: ['backup', 'restore'],
    versions: [{ why: 'First issue.', text: backup, reached: 'in-review', days: 1 }],
  },
  {
    ...quality,
    key: 'software-validation',
    type: 'PROC',
    title: 'Validation of software',
    category: 'Validation',
    description: 'Classes, plan, tests and keeping software valid.',
    keywords: ['validation', 'software', 'spreadsheet'],
    versions: [{ why: 'First issue.', text: softwareValidation, reached: 'draft' }],
  },
  {
    ...quality,
    key: 'hall-climate',
    type: 'PROC',
    title: 'Climate of assembly hall and packing room',
    category: 'Equipment',
    author: 'mgr1',
    description: 'Limits, readings and alarms.',
    keywords: ['temperature', 'humidity', 'logger'],
    versions: [
      {
        why: 'First issue.',
        text: hallClimate,
        reached: 'returned',
        because: 'The limits have no source, and nobody is named who acts on an alarm at night. Please complete both.',
        comments: [
          {
            by: 'rita',
            kind: 'critical',
            body: 'Where do 28 °C and 70 % come from? The adhesive data sheet allows 25 °C at most.',
            page: 1,
            at: ['0.42', '0.66'],
            section: 'Limits',
            highlight: '18 to 28 °C',
          },
          {
            by: 'rita',
            kind: 'question',
            body: 'Who gets the alarm between 22:00 and 06:00?',
            page: 1,
            at: ['0.20', '0.74'],
            section: 'Act',
          },
        ],
      },
    ],
  },
  {
    ...quality,
    key: 'returned-devices',
    type: 'PROC',
    title: 'Handling of returned devices',
    category: 'Safety',
    author: 'mgr1',
    description: 'Receipt, decontamination and examination.',
    keywords: ['returned device', 'decontamination'],
    versions: [{ why: 'First issue.', text: returnedDevices, reached: 'draft' }],
  },
];
