import type { DemoDocument } from './document.ts';
import type { DocumentText } from './text.ts';

const managementReview: DocumentText = {
  purpose: 'To look at the whole system twice a year and decide what has to change.',
  scope: 'Both sites. Minutes of departments are inputs, not replacements.',
  responsibilities: [
    ['Director of quality', 'Prepares the inputs, keeps the minutes, follows the actions.'],
    ['Managing director', 'Chairs and decides.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Inputs',
      steps: [
        'Complaints and reports to authorities; audits; process measures; deviations and CAPA; supplier performance; changes; new rules; earlier actions.',
        'Each input is one page: the figure, its trend over twelve months, and what the owner asks for.',
      ],
    },
    {
      heading: 'Meeting and outputs',
      steps: [
        'At least the chair, quality, production, laboratory and regulatory are present, in one room or by video.',
        'Outputs are decisions on the system, the products and the means, each with a person and a date.',
        'Minutes are signed within ten working days.',
      ],
    },
  ],
  records: ['Input pages', 'Signed minutes', 'Action list'],
};

export const management: readonly DemoDocument[] = [
  {
    key: 'management-review',
    type: 'PROC',
    title: 'Management review',
    category: 'Quality assurance',
    author: 'ana',
    reviewer: 'rita',
    approver: 'paul',
    description: 'Inputs, meeting and outputs.',
    keywords: ['management review', 'objectives'],
    refersTo: ['quality-manual'],
    versions: [
      {
        why: 'First issue, taken out of the quality manual.',
        text: managementReview,
        reached: 'in-review',
        days: 9,
        comments: [
          {
            by: 'rita',
            kind: 'question',
            body: 'Is one page per input enough for complaints? Last year we needed the split by country.',
            page: 1,
            at: ['0.21', '0.62'],
            section: 'Inputs',
            highlight: 'Each input is one page',
          },
          {
            by: 'rita',
            kind: 'error',
            body: 'ISO 13485 clause 5.6.2 also names recommendations for improvement as an input.',
            page: 1,
            at: ['0.21', '0.58'],
            section: 'Inputs',
          },
        ],
      },
    ],
  },
];
