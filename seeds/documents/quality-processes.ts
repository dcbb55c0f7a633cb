import { type DemoDocument, earlier, issued } from './document.ts';
import type { DocumentText } from './text.ts';

const deviations: DocumentText = {
  purpose:
    'To record, judge and settle departures from a document in force, so that no device is released while its effect is unknown.',
  scope:
    'Events and deviations in production, warehouse, laboratory, maintenance and service at both sites. Complaints have their own procedure.',
  responsibilities: [
    ['Whoever sees it', 'Reports within the shift, secures the material, writes what was seen.'],
    ['QA reviewer', 'Classifies within two working days and decides whether it is a deviation.'],
    ['Responsible person', 'Finds the cause, proposes the disposition, keeps the dates.'],
    ['QA approver', 'Closes, or returns with a reason.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Report and secure',
      steps: [
        'Stop. Put a hold label on the material and, for equipment, an out-of-service tag.',
        'Report what happened, where, when and what was done at once. Do not write causes yet.',
      ],
    },
    {
      heading: 'Classify',
      table: {
        columns: ['Class', 'Means', 'Settled within'],
        rows: [
          [
            'Critical',
            'Possible harm to a patient or user, or doubt about released devices',
            '30 days, director informed the same day',
          ],
          ['Major', 'A requirement of the device is not met, or cannot be shown to be met', '30 days'],
          ['Minor', 'A rule was not kept, without effect on the device', '60 days'],
        ],
        shares: [1, 4, 3],
      },
    },
    {
      heading: 'Find the cause',
      steps: [
        'Ask why until the answer is something we can change. "Human error" ends no analysis: say what made the error likely.',
        'Where the cause stays unknown after ten working days, open an investigation with a team.',
      ],
    },
    {
      heading: 'Disposition and closing',
      steps: [
        'Rework, use as is, return or scrap. "Use as is" needs the reason why the requirement is met all the same.',
        'Decide whether a corrective action is needed, and write why when it is not.',
      ],
    },
  ],
  records: ['Event and deviation records with their attachments', 'Hold labels', 'Monthly trend by class and place'],
};

const capa: DocumentText = {
  purpose: 'To remove the cause of a nonconformity, or of one that has not happened yet, and to prove that it is gone.',
  scope: 'Corrective and preventive actions from deviations, complaints, audits, trends and the management review.',
  responsibilities: [
    ['Responsible person', 'Writes the plan, keeps the actions moving, reports when they are done.'],
    ['Action owner', 'Does one action by its date and attaches the evidence.'],
    ['Verifier', 'Checks the effect. Is neither the responsible person nor an action owner.'],
    ['QA approver', 'Approves the plan and closes.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Plan',
      steps: [
        'State the problem with its numbers: how many, since when, found where.',
        'State the cause and the evidence for it. An action that does not touch the cause is a correction and stands apart.',
        'Give each action one owner and one date. Instruction alone is accepted only with a reason why nothing stronger is possible.',
      ],
    },
    {
      heading: 'Carry out',
      steps: [
        'Attach the evidence to the action: the changed drawing, the training record, the picture of the fixture.',
        'A date that cannot be kept is extended before it passes, with a reason, by the approver. Twice at most.',
      ],
    },
    {
      heading: 'Verify the effect',
      steps: [
        'Write the measure and the limit into the plan, before the actions begin: for example "no leak at the drain seam in 60 consecutive sinks".',
        'Measure after the time written in the plan, at the earliest 30 days after the last action.',
        'Not effective: open a follow-up that names this one. Do not lengthen the old plan.',
      ],
      caution: 'The absence of reports is not evidence of effect when the detection has changed in the same period.',
    },
  ],
  records: ['CAPA plan and revisions', 'Evidence of actions', 'Verification of effectiveness'],
};

const changeControl: DocumentText = {
  purpose: 'To know the effect of a change before it is made.',
  scope: 'Changes to products, processes, equipment, premises, suppliers, software and documents that describe them.',
  responsibilities: [
    ['Requester', 'Describes the change and its reason.'],
    ['Affected departments', 'Answer within seven days what it means for them.'],
    ['Regulatory Affairs', 'Says whether an authority or notified body must know, and when.'],
    ['QA approver', 'Releases the change for implementation and later for use.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Request and class',
      steps: [
        'Describe what is today, what will be, and why. Attach the drawing or the draft.',
        'Class the change: minor (form, no effect on a requirement), major (a requirement, a validated state or the risk file is touched).',
      ],
    },
    {
      heading: 'Assessment',
      table: {
        columns: ['Question', 'Asked of'],
        rows: [
          ['Does the risk file change?', 'QA'],
          ['Must a process be validated again?', 'Production, Laboratory'],
          ['Does an authority have to be told first?', 'Regulatory Affairs'],
          ['Who must be trained before?', 'Training'],
          ['Which documents change?', 'Document control'],
        ],
        shares: [3, 2],
      },
    },
    {
      heading: 'Implementation',
      steps: [
        'Nothing is bought, built or printed for use before release for implementation.',
        'The change is closed when its documents are effective, its people trained and its first lot judged.',
      ],
    },
    {
      heading: 'Emergency',
      steps: [
        'A change that averts harm may be made at once on the word of the director of quality, and is recorded by the end of the next working day.',
      ],
    },
  ],
  records: ['Change request with assessments', 'Implementation plan and evidence', 'Judgement of the first lot'],
};

const nonconforming: DocumentText = {
  purpose: 'To keep product that does not conform from being used or delivered by mistake.',
  scope: 'Purchased parts, parts in process, finished sinks and returned devices.',
  responsibilities: [
    ['Finder', 'Labels and separates.'],
    ['Store keeper', 'Keeps the quarantine cage locked and its list right.'],
    ['Production and QA together', 'Decide the disposition.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Label and separate',
      steps: [
        'Attach the red label with number of the record, item, quantity and date. A basin is labelled on the rim, not on the film.',
        'Move it to the cage. What cannot be moved is fenced with red tape.',
        'Enter the quantity in the system as quarantine before leaving the place.',
      ],
    },
    {
      heading: 'Decide',
      steps: [
        'Rework follows a written instruction and ends with the inspection the part would have had, plus the one that failed.',
        'A weld is reworked once. A second defect at the same seam scraps the basin.',
        'A concession is given for a number of pieces and an end date, never for an item in general.',
      ],
    },
    {
      heading: 'Scrap',
      steps: [
        'Cut through the drain opening before disposal, so that a scrapped basin cannot return as stock.',
        'Two people sign the scrap list.',
      ],
    },
  ],
  records: ['Nonconformity record', 'Quarantine list', 'Rework inspection', 'Scrap list with two signatures'],
};

export const qualityProcesses: readonly DemoDocument[] = [
  {
    key: 'deviations',
    type: 'PROC',
    title: 'Events and deviations',
    category: 'Quality assurance',
    author: 'ana',
    reviewer: 'rita',
    approver: 'paul',
    description: 'From the report on the shop floor to the closed deviation.',
    keywords: ['deviation', 'event', 'root cause', 'disposition'],
    tags: ['core'],
    dependsOn: ['document-control'],
    versions: issued(deviations),
  },
  {
    key: 'capa',
    type: 'PROC',
    title: 'Corrective and preventive action',
    category: 'Quality assurance',
    author: 'ana',
    reviewer: 'rita2',
    approver: 'paul',
    description: 'Plan, actions, evidence and proof of effect.',
    keywords: ['CAPA', 'effectiveness', 'root cause'],
    tags: ['core'],
    dependsOn: ['deviations'],
    versions: [
      { why: 'First issue.', text: earlier(capa, capa.parts.slice(0, 2)), reached: 'effective' },
      { why: 'Effectiveness is measured against a limit set beforehand.', text: capa, reached: 'effective' },
    ],
  },
  {
    key: 'change-control',
    type: 'PROC',
    title: 'Change control',
    category: 'Change control',
    author: 'ana',
    reviewer: 'rita',
    approver: 'paul',
    description: 'Assessment before, release, and judgement after a change.',
    keywords: ['change', 'assessment', 'validation'],
    dependsOn: ['document-control'],
    versions: [
      { why: 'First issue.', text: earlier(changeControl, changeControl.parts.slice(0, 3)), reached: 'effective' },
      {
        why: 'Emergency changes: who may decide and until when it is recorded.',
        text: changeControl,
        reached: 'in-approval',
        days: 6,
      },
    ],
  },
  {
    key: 'nonconforming',
    type: 'PROC',
    title: 'Control of nonconforming product',
    category: 'Quality control',
    author: 'mgr1',
    reviewer: 'rita',
    approver: 'paul',
    description: 'Label, separate, decide, rework or scrap.',
    keywords: ['nonconformity', 'quarantine', 'rework', 'concession'],
    dependsOn: ['deviations'],
    versions: issued(nonconforming),
  },
];
