import { type DemoDocument, issued } from './document.ts';
import type { DocumentText } from './text.ts';

const fields = (...names: readonly string[]) => ({
  columns: ['Field', 'Entry'],
  rows: names.map((name) => [name, '']),
  shares: [2, 5],
});

const deviationForm: DocumentText = {
  purpose: 'To report an event on paper when the system cannot be reached.',
  scope: 'All departments. Entered into the system within one working day; the paper is scanned and attached.',
  responsibilities: [
    ['Reporter', 'Fills in sections 4.1 and 4.2, signs, hands it to the shift lead.'],
    ['Shift lead', 'Enters it into the system and writes its number on the paper.'],
  ],
  main: 'Form',
  parts: [
    {
      heading: 'What happened',
      table: fields(
        'Date and time',
        'Place and station',
        'Order, lot or serial number',
        'What was seen',
        'Document not followed, if any',
      ),
    },
    {
      heading: 'What was done at once',
      table: fields('Material held, quantity', 'Equipment tagged', 'People informed', 'Name, signature, time'),
    },
    { heading: 'Entered into the system', table: fields('Record number', 'Entered by, date and time') },
  ],
  records: ['This form, attached to the event'],
};

const trainingForm: DocumentText = {
  purpose: 'To record training on a task when it is shown at a station without a screen.',
  scope: 'Tasks at stations 1 to 6, welding, passivation, packing.',
  responsibilities: [['Trainee, trainer, manager', 'Three different people, each signs after their part.']],
  main: 'Form',
  parts: [
    { heading: 'Task', table: fields('Document number and version', 'Station', 'Trainee, employee number', 'Trainer') },
    {
      heading: 'Steps shown',
      table: {
        columns: ['Step', 'Watched', 'Done under supervision', 'Done alone'],
        rows: [
          ['1', '', '', ''],
          ['2', '', '', ''],
          ['3', '', '', ''],
          ['4', '', '', ''],
          ['5', '', '', ''],
        ],
        shares: [3, 2, 3, 2],
      },
    },
    {
      heading: 'Confirmation',
      table: fields(
        'Trainee: I can do this task. Signature, date',
        'Trainer: shown and seen. Signature, date',
        'Manager: qualified until. Signature, date',
      ),
    },
  ],
  records: ['This form, scanned as original into the training record'],
};

const calibrationForm: DocumentText = {
  purpose: 'To judge a calibration certificate before the instrument is used again.',
  scope: 'Certificates from outside laboratories.',
  responsibilities: [['Analyst', 'Checks and signs. The laboratory reviewer countersigns.']],
  main: 'Form',
  parts: [
    { heading: 'Instrument', table: fields('Number and kind', 'Certificate number and date', 'Laboratory and accreditation') },
    {
      heading: 'Check',
      table: {
        columns: ['Question', 'Yes', 'No'],
        rows: [
          ['Accredited for this quantity and range?', '', ''],
          ['As-found readings given?', '', ''],
          ['Error plus uncertainty within the limit at each point?', '', ''],
          ['Standard traceable and valid?', '', ''],
        ],
        shares: [6, 1, 1],
      },
    },
    { heading: 'Decision', table: fields('Use, restrict or reject', 'Next due', 'Analyst, date', 'Reviewer, date') },
  ],
  records: ['This form with the certificate'],
};

export const forms: readonly DemoDocument[] = [
  {
    key: 'form-event',
    type: 'FORM',
    title: 'Event report on paper',
    category: 'Quality assurance',
    author: 'ana',
    reviewer: 'rita',
    approver: 'paul',
    description: 'For the hours when the system cannot be reached.',
    keywords: ['event', 'form'],
    dependsOn: ['deviations'],
    versions: issued(deviationForm),
  },
  {
    key: 'form-training',
    type: 'FORM',
    title: 'Record of training at the station',
    category: 'Training',
    author: 'cora',
    reviewer: 'rita2',
    approver: 'paul',
    description: 'Three signatures for a task shown at a station without a screen.',
    keywords: ['training', 'form'],
    dependsOn: ['training'],
    versions: issued(trainingForm),
  },
  {
    key: 'form-certificate',
    type: 'FORM',
    title: 'Check of a calibration certificate',
    category: 'Equipment',
    author: 'smg',
    reviewer: 'lrev',
    approver: 'ldir',
    description: 'Questions to answer before a calibrated instrument is used again.',
    keywords: ['calibration', 'certificate', 'form'],
    dependsOn: ['calibration'],
    versions: [{ why: 'First issue.', text: calibrationForm, reached: 'scheduled', days: 6 }],
  },
];
