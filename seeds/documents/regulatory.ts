import { type DemoDocument, issued } from './document.ts';
import type { DocumentText } from './text.ts';

const recall: DocumentText = {
  purpose: 'To reach every affected device quickly, tell those who use it what to do, and prove that it was done.',
  scope: 'Recalls, field corrections and safety notices for devices delivered to any country.',
  responsibilities: [
    ['Director of quality', 'Decides on a field action. In absence, the managing director.'],
    ['Regulatory Affairs', 'Reports to authorities, writes the notice, keeps the file.'],
    ['Warehouse', 'Blocks stock within one hour of the decision.'],
    ['Service', 'Visits, corrects, confirms.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Decide',
      steps: [
        'Assess the hazard with the risk file: harm, likelihood, who is exposed, until when.',
        'Decide within two working days of the first report of possible harm. Record also the decision not to act.',
      ],
    },
    {
      heading: 'Report',
      table: {
        columns: ['Case', 'Authority told within'],
        rows: [
          ['Serious threat to public health', '2 days'],
          ['Death or serious deterioration of health', '10 days'],
          ['Other serious incident', '15 days'],
          ['Field safety corrective action', 'before it begins, without delay'],
        ],
        shares: [3, 2],
      },
    },
    {
      heading: 'Find the devices',
      steps: [
        'Block stock. Draw the list of devices by serial number from the distribution records, with hospital and contact.',
        'Compare the quantity made with stock, delivered and scrapped. The difference must be zero.',
      ],
    },
    {
      heading: 'Notice and follow-up',
      steps: [
        'The notice says what is affected, what can happen, what to do now and whom to call. One page, in the language of the country.',
        'Call each hospital that has not answered after five working days, again after ten, then write to its management.',
        'Close when all devices are corrected, returned or confirmed destroyed, and the effect is verified.',
      ],
    },
    {
      heading: 'Exercise',
      steps: ['Once a year trace one lot from supplier to hospital within four hours, unannounced, outside office hours.'],
    },
  ],
  records: ['Decision with risk assessment', 'Reports to authorities', 'List of devices with confirmation', 'Exercise report'],
};

const complaints: DocumentText = {
  purpose: 'To answer those who complain and to learn from it.',
  scope: 'Any statement, in any form, that a delivered device does not meet expectations of quality, safety or performance.',
  responsibilities: [
    ['Whoever receives it', 'Records it the same day, in the words of the customer.'],
    ['Regulatory Affairs', 'Decides within three working days whether it is reportable.'],
    ['QA', 'Investigates, answers, closes.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Receive',
      steps: [
        'Ask for serial number, what happened, to whom, whether the device is still in use, and for pictures.',
        'If a person was hurt, call Regulatory Affairs at once, whatever the hour.',
      ],
    },
    {
      heading: 'Triage and investigate',
      steps: [
        'Link the build, its deviations and earlier complaints of the same kind.',
        'A returned device is received in the decontamination room only with its declaration. Without it the box stays closed.',
        'Not investigated needs a reason and a signature.',
      ],
    },
    {
      heading: 'Answer and close',
      steps: [
        'Answer within 20 working days: what we found, what we did. No blame, no speculation.',
        'Trends are reviewed monthly by kind and by site.',
      ],
    },
  ],
  records: ['Complaint with reportability decision', 'Investigation', 'Answer to the customer'],
};

const internalAudit: DocumentText = {
  purpose: 'To find out for ourselves whether the system is kept and works.',
  scope: 'All processes at both sites, each at least once in 24 months; special processes every year.',
  responsibilities: [
    ['Lead auditor', 'Plans, leads, reports. Does not belong to the audited department.'],
    ['Audited department', 'Gives access, answers, corrects.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Programme and preparation',
      steps: [
        'The programme of the year follows risk, changes and earlier findings, and is approved by the director of quality.',
        'Read the documents in force, the last report and the open actions before writing the checklist.',
      ],
    },
    {
      heading: 'Audit',
      steps: [
        'Follow one order, one lot, one person through the process. Look before asking.',
        'Tell the finding at the place where it is made, with the evidence. Nobody is surprised at the closing meeting.',
      ],
    },
    {
      heading: 'Findings',
      table: {
        columns: ['Grade', 'Means', 'Answer within'],
        rows: [
          ['Critical', 'Harm possible or data not reliable', '5 days'],
          ['Major', 'A requirement is not met', '15 days'],
          ['Minor', 'A single lapse', '30 days'],
        ],
      },
    },
    {
      heading: 'Report',
      steps: ['Report within ten working days. An answer without a cause is returned.'],
    },
  ],
  records: ['Audit programme', 'Checklists and evidence', 'Report and answers'],
};

const suppliers: DocumentText = {
  purpose: 'To buy from those who can, and to notice when they no longer can.',
  scope: 'Suppliers of material, parts, calibration, transport and software that can affect a device.',
  responsibilities: [
    ['Purchasing', 'Proposes suppliers and orders only from the approved list.'],
    ['QA', 'Qualifies, monitors, suspends.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Class',
      table: {
        columns: ['Class', 'Example', 'Qualified by'],
        rows: [
          ['A', 'Basins, lifting columns, seals in contact with water', 'Audit on site, first lot inspected in full'],
          ['B', 'Frames, castors, packaging', 'Questionnaire and first lot'],
          ['C', 'Office and cleaning supplies', 'No qualification'],
        ],
        shares: [1, 4, 4],
      },
    },
    {
      heading: 'Qualify',
      steps: [
        'Quality agreement signed: changes are announced 90 days ahead.',
        'Three lots without rejection end the first period. Until then inspection is tightened.',
      ],
    },
    {
      heading: 'Monitor',
      steps: [
        'Score each quarter: quality 50, dates 30, answers 20. Below 70 twice: plan for improvement. Below 50: suspended.',
        'A certificate that runs out blocks new orders on that day.',
      ],
    },
  ],
  records: ['Approved supplier list', 'Audit reports and questionnaires', 'Quarterly scores'],
};

const riskManagement: DocumentText = {
  purpose: 'To find hazards of our sinks, judge their risk and keep it acceptable for as long as a sink is in use.',
  scope: 'All product families, from idea to last service, after ISO 14971.',
  responsibilities: [
    ['Risk team', 'Engineering, quality, service and one user of sinks from a hospital.'],
    ['Director of quality', 'Approves the criteria and the overall residual risk.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Analyse',
      steps: [
        'List hazards by use: filling, washing, height adjustment, cleaning, service, misuse that can be foreseen.',
        'Rate severity 1 to 5 and probability 1 to 5 from data. Guessing is written as guessing.',
      ],
    },
    {
      heading: 'Control',
      steps: [
        'Design first, then guards, then warnings. A warning alone never covers severity 5.',
        'Verify that each measure is there and works.',
      ],
    },
    {
      heading: 'Watch',
      steps: ['Compare complaints and service data with the assumed probabilities every six months.'],
    },
  ],
  records: ['Risk management file per family', 'Verification of measures', 'Half-yearly comparison'],
};

const regulatoryAuthor = { author: 'aud1', reviewer: 'rita', approver: 'paul' } as const;
const quality = { author: 'ana', reviewer: 'rita2', approver: 'paul' } as const;

export const regulatory: readonly DemoDocument[] = [
  {
    ...regulatoryAuthor,
    key: 'recall',
    type: 'PROC',
    title: 'Recall and field safety corrective action',
    category: 'Compliance',
    description: 'Decision, reports, tracing, notice and follow-up.',
    keywords: ['recall', 'FSCA', 'vigilance', 'traceability'],
    tags: ['core'],
    dependsOn: ['deviations'],
    versions: issued(recall),
  },
  {
    ...regulatoryAuthor,
    key: 'complaints',
    type: 'PROC',
    title: 'Handling of complaints',
    category: 'Compliance',
    description: 'Receipt, reportability, investigation and answer.',
    keywords: ['complaint', 'returned device', 'reportability'],
    refersTo: ['recall'],
    versions: [
      {
        why: 'First issue; replaces the complaint section of the quality manual.',
        text: complaints,
        reached: 'scheduled',
        days: 18,
      },
    ],
  },
  {
    ...regulatoryAuthor,
    key: 'internal-audit',
    type: 'PROC',
    title: 'Internal audits',
    category: 'Inspections',
    description: 'Programme, audit, findings and report.',
    keywords: ['audit', 'finding', 'programme'],
    dependsOn: ['document-control'],
    versions: issued(internalAudit),
  },
  {
    ...quality,
    key: 'suppliers',
    type: 'PROC',
    title: 'Qualification and monitoring of suppliers',
    category: 'Quality assurance',
    description: 'Classes, qualification, scores and suspension.',
    keywords: ['supplier', 'qualification', 'score'],
    dependsOn: ['document-control'],
    versions: issued(suppliers),
  },
  {
    ...quality,
    key: 'risk-management',
    type: 'PROC',
    title: 'Risk management of products',
    category: 'Quality assurance',
    description: 'Analysis, control and monitoring of risks.',
    keywords: ['risk', 'ISO 14971', 'hazard'],
    versions: [{ why: 'First issue.', text: riskManagement, reached: 'reviewed' }],
  },
];
