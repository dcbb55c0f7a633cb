import { type DemoDocument, earlier, issued } from './document.ts';
import type { DocumentText } from './text.ts';

const qualityManual: DocumentText = {
  purpose:
    'This manual describes the quality management system of Amani Medical Devices: what it covers, how its processes fit together and where each is laid down.',
  scope:
    'Design, manufacture, distribution and service of reprocessing sinks and basins for hospitals, at the sites Kampala and Nantes. ISO 13485:2016 applies in full; clause 7.5.5 (sterile devices) is excluded because no product leaves us sterile.',
  responsibilities: [
    ['Managing director', 'Sets the quality policy, provides people and means, chairs the management review.'],
    ['Director of quality', 'Represents management, reports on performance, has authority to stop production and release.'],
    ['Heads of department', 'Keep their processes described, staffed and measured.'],
    ['Everyone', 'Works to the documents in force and reports what does not conform.'],
  ],
  main: 'The quality management system',
  parts: [
    {
      heading: 'Processes and their order',
      text: 'An order becomes a configured build, the build a set of work instructions, the instructions a device with its record. Four supporting processes hold this chain: documents and records, competence, measuring equipment, and improvement.',
      table: {
        columns: ['Process', 'Owner', 'Measured by'],
        rows: [
          ['Order to build', 'Production', 'Orders delivered on the date promised'],
          ['Incoming material', 'Warehouse', 'Lots accepted at first inspection'],
          ['Assembly and test', 'Production', 'Sinks without leak at first test'],
          ['Laboratory control', 'Laboratory', 'Results reported within two working days'],
          ['Improvement', 'QA', 'Corrective actions found effective'],
        ],
        shares: [3, 2, 4],
      },
    },
    {
      heading: 'Documents',
      steps: [
        'Policies and this manual say what we hold ourselves to. Procedures say who does what, and when. Work instructions say how one task is done. Forms become records when they are filled in.',
        'Only the version shown as effective in the system may be used. Paper beside it is uncontrolled.',
      ],
    },
    {
      heading: 'Risk',
      steps: [
        'Risk to patients and users is assessed for each product family and reviewed at least once a year and after every serious event.',
        'Changes are approved after their effect on the risk file is known, not before.',
      ],
    },
    {
      heading: 'Management review',
      steps: [
        'Management reviews the system twice a year on the inputs of ISO 13485 clause 5.6.2. Decisions are actions with one responsible person and a date.',
      ],
    },
  ],
  records: ['Minutes of management review', 'Quality objectives and their results', 'Master list of documents'],
};

const qualityPolicy: DocumentText = {
  purpose: 'To state what patients, hospitals and authorities can expect of us.',
  scope:
    'All people who work for Amani Medical Devices, at both sites, including temporary staff and contractors on the premises.',
  responsibilities: [
    ['Managing director', 'Answers for this policy and reviews it every year.'],
    ['Heads of department', 'Explain it to their people and derive objectives from it.'],
  ],
  main: 'Policy',
  parts: [
    {
      heading: 'What we promise',
      steps: [
        'A sink that leaves our hall does not leak, does not cut hands and can be cleaned everywhere a brush reaches.',
        'What we say about a device is supported by records that anyone entitled can check.',
        'We tell hospitals and authorities what went wrong before they ask.',
      ],
    },
    {
      heading: 'How we work',
      steps: [
        'We comply with the law of the countries we supply and with ISO 13485, and keep improving the system that proves it.',
        'Nobody is blamed for stopping work over a doubt. Somebody who works around a safeguard is asked why the safeguard was in the way.',
        'Objectives are few, measured monthly and shown on the board of each department.',
      ],
    },
  ],
  records: ['Signed policy, displayed at each entrance', 'Quality objectives of the year'],
};

const documentControl: DocumentText = {
  purpose:
    'To make sure that people work with the right version of the right document, and that old versions can be found again.',
  scope:
    'Policies, manuals, procedures, work instructions, forms and the records kept in the document system. Drawings follow the same rules.',
  responsibilities: [
    ['Author', 'Writes, answers comments, sends the version on. Cannot review or approve their own text.'],
    ['Reviewer', 'Checks that the text is correct, complete and can be carried out.'],
    ['Approver', 'Decides that the version may be used, and from which day.'],
    [
      'Document control officer',
      'Keeps types, categories and templates; reassigns tasks of absent people; sets and lifts legal holds.',
    ],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Writing',
      steps: [
        'Create the document in the system. It receives its number at once; a number is never given twice, even when the document is abandoned.',
        'Write in the template. Leave number, version, names and dates to the placeholders: what is typed by hand goes wrong at the next version.',
        'Name the documents yours depends on. Only effective documents can be named.',
        'For a scan, say whether the paper is the original. A scanned copy needs the name of the person who compared it with the paper, page by page.',
      ],
    },
    {
      heading: 'Review',
      steps: [
        'The reviewer comments in the document, at the place concerned. A critical comment has to be resolved before the review can be accepted.',
        'A text that cannot be carried out as written is returned with a reason. The author gets it back as a draft with the next revision.',
        'The review is due within 14 days unless the author sets another date.',
      ],
    },
    {
      heading: 'Approval and effective date',
      steps: [
        'The approver sets the day from which the version applies, leaving time for training: at least five working days when people must be trained.',
        'Approval gives the next full version number. The version before it is superseded in the same moment and stays readable, marked as such.',
      ],
      caution: 'Do not keep printed work instructions at the station beyond the shift. The system shows the version in force.',
    },
    {
      heading: 'Effect on other documents',
      steps: [
        'When a version is approved, authors and approvers of dependent documents are asked what it means for theirs. They answer within ten working days: no effect, or a new version.',
      ],
    },
    {
      heading: 'Withdrawal',
      steps: [
        'A document on which an approved document depends cannot be withdrawn. Remove the dependency first.',
        'Withdrawn documents are kept for the retention time of their type, counted from the day of withdrawal, and longer while under legal hold.',
      ],
    },
  ],
  records: ['Versions with their signatures', 'Comments and answers', 'Download log', 'Impact assessments'],
};

const dataIntegrity: DocumentText = {
  purpose:
    'To keep our records attributable, legible, contemporaneous, original and accurate, and complete, consistent, enduring and available.',
  scope:
    'Every record, on paper or in a system, that supports a decision about a device, a lot, a supplier or the competence of a person.',
  responsibilities: [
    ['Director of quality', 'Owns this policy; receives reports of doubt in confidence.'],
    ['System owners', 'Keep access rights, audit trails and clocks right in their system.'],
    ['Everyone', 'Records what was done, when it was done, under their own name.'],
  ],
  main: 'Principles',
  parts: [
    {
      heading: 'Recording',
      steps: [
        'Write at the time of the act, in the place meant for it. Scrap paper that carried a reading is a record and is kept.',
        'Correct with one line through the entry, initials, date and reason. Correction fluid is not allowed in any room.',
        'Nobody records for somebody else. A scribe is named as scribe and countersigned.',
      ],
    },
    {
      heading: 'Systems',
      steps: [
        'Accounts are personal. A shared account that changes records is a reportable event.',
        'Audit trails of critical records are reviewed with the record they belong to, before its release.',
        'Clocks are set from the time server; nobody in a department can change them.',
      ],
    },
    {
      heading: 'Doubt',
      steps: [
        'Report a doubt to your manager, to QA or directly to the director of quality. Good faith is presumed and retaliation is a breach of this policy.',
        'Until a doubt is cleared, the lots it concerns are on hold.',
      ],
    },
  ],
  records: ['Audit-trail reviews', 'Reports of doubt and their outcome', 'Annual data-integrity self-assessment'],
};

export const qualitySystem: readonly DemoDocument[] = [
  {
    key: 'quality-manual',
    type: 'MAN',
    title: 'Quality manual',
    category: 'Quality assurance',
    author: 'ana',
    reviewer: 'rita',
    approver: 'paul',
    description: 'The quality management system in one document: scope, processes, owners and measures.',
    keywords: ['ISO 13485', 'processes', 'management review'],
    refersTo: ['quality-policy', 'document-control'],
    versions: [
      {
        why: 'First issue for the Kampala site.',
        text: earlier(qualityManual, qualityManual.parts.slice(0, 2)),
        reached: 'effective',
      },
      { why: 'Site Nantes included; risk and management review described.', text: qualityManual, reached: 'effective' },
    ],
  },
  {
    key: 'quality-policy',
    type: 'POL',
    title: 'Quality policy',
    category: 'Quality assurance',
    author: 'ana',
    reviewer: 'rita2',
    approver: 'paul',
    description: 'What patients, hospitals and authorities can expect of us.',
    keywords: ['policy', 'objectives'],
    versions: issued(qualityPolicy),
  },
  {
    key: 'document-control',
    type: 'PROC',
    title: 'Control of documents',
    category: 'Document control',
    author: 'ana',
    reviewer: 'rita',
    approver: 'paul',
    description: 'Writing, review, approval, distribution and withdrawal of controlled documents.',
    keywords: ['documents', 'versions', 'review', 'approval'],
    tags: ['core'],
    versions: [
      { why: 'First issue.', text: earlier(documentControl, documentControl.parts.slice(0, 3)), reached: 'effective' },
      {
        why: 'Impact assessment of dependent documents and withdrawal added after the internal audit of document control.',
        text: documentControl,
        reached: 'effective',
        comments: [
          {
            by: 'rita',
            kind: 'suggestion',
            body: 'Say who answers when the author of the dependent document has left.',
            page: 2,
            at: ['0.18', '0.34'],
            section: 'Effect on other documents',
            highlight: 'authors and approvers of dependent documents are asked',
            answer: 'The task goes to the author and the approver; the document control officer reassigns it if one has left.',
          },
        ],
      },
    ],
  },
  {
    key: 'data-integrity',
    type: 'POL',
    title: 'Data integrity',
    category: 'Compliance',
    author: 'ana',
    reviewer: 'rita',
    approver: 'paul',
    description: 'Principles for records on paper and in systems.',
    keywords: ['ALCOA', 'audit trail', 'records'],
    versions: issued(dataIntegrity),
  },
];
