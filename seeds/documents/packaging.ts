import type { DemoDocument } from './document.ts';
import type { DocumentText } from './text.ts';

const labelling: DocumentText = {
  purpose: 'To put the right label on the right sink, once.',
  scope: 'Product label, UDI carrier and language stickers for all markets.',
  responsibilities: [
    ['Packer', 'Prints, compares, applies, reconciles.'],
    ['Second packer', 'Checks text and code before the first label of an order is applied.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Print',
      steps: [
        'Print from the order. Labels are never typed.',
        'Scan the first label: device identifier, serial number and date of manufacture must equal the traveller.',
        'Check the language set against the country of delivery.',
      ],
    },
    {
      heading: 'Apply',
      steps: [
        'Clean the field with isopropanol and let it dry for one minute. Surface at least 15 °C.',
        'Apply without bubbles, rub for ten seconds, scan again in place.',
      ],
    },
    {
      heading: 'Reconcile',
      steps: [
        'Printed = applied + destroyed. A difference of one stops packing until it is explained.',
        'Deface spare labels and put them into the record.',
      ],
    },
  ],
  records: ['Label reconciliation', 'Specimen label of each order', 'Scan log'],
};

const packing: DocumentText = {
  purpose: 'To bring the sink to the hospital as it left our hall.',
  scope: 'Packing of finished sinks for road, sea and air.',
  responsibilities: [
    ['Packer', 'Packs by this instruction and the packing list.'],
    ['Store keeper', 'Books the shipment and checks weight and tilt indicators.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Prepare',
      steps: [
        'Drain and blow out all lines. Water left in a siphon freezes in flight.',
        'Lower the columns fully and fit the transport locks, two per side.',
      ],
    },
    {
      heading: 'Pack',
      steps: [
        'Film the basins inside with peel film. Edge guards on all four rims.',
        'Sea freight: add eight bags of desiccant and a humidity card, close the barrier bag by heat.',
        'Bolt the frame to the pallet at four points. Two tilt and one shock indicator outside.',
      ],
    },
    {
      heading: 'Papers',
      steps: [
        'Instructions for use in the language of the country, inside, on top. Packing list outside, in the pouch.',
        'Take four pictures before the lid is closed.',
      ],
    },
  ],
  records: ['Packing list signed', 'Pictures', 'Indicator numbers'],
};

const lineClearance: DocumentText = {
  purpose: 'To keep parts, labels and papers of one order out of the next.',
  scope: 'Packing benches 1 to 3 and the label printer.',
  responsibilities: [
    ['Packer', 'Clears and signs.'],
    ['Second packer', 'Looks with fresh eyes and signs too.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Clear',
      steps: [
        'Remove all parts, labels, instructions for use and packing lists of the order. Look under the mat and behind the printer.',
        'Delete the print queue. Tear off and destroy the last blank label.',
        'Clean the bench.',
      ],
    },
    {
      heading: 'Release',
      steps: [
        'Second person checks by the list on the bench. Only then is the next order opened on the screen.',
        'A found label of another order is an event, even when it was not applied.',
      ],
    },
  ],
  records: ['Line clearance list with two signatures'],
};

const base = { category: 'Packaging', author: 'mgr1', reviewer: 'rita', approver: 'paul' } as const;

export const packaging: readonly DemoDocument[] = [
  {
    ...base,
    key: 'labelling',
    type: 'WI',
    title: 'Labelling and UDI marking',
    description: 'Print, apply and reconcile labels.',
    keywords: ['label', 'UDI', 'reconciliation'],
    versions: [{ why: 'First issue for UDI carriers.', text: labelling, reached: 'in-approval', days: 2 }],
  },
  {
    ...base,
    key: 'packing',
    type: 'WI',
    title: 'Packing of finished sinks',
    reviewer: 'rita2',
    description: 'Preparation, packing and papers for road, sea and air.',
    keywords: ['packing', 'transport'],
    versions: [{ why: 'First issue.', text: packing, reached: 'in-review', days: 4 }],
  },
  {
    ...base,
    key: 'line-clearance',
    type: 'PROC',
    title: 'Line clearance at packing',
    description: 'Clearing and release between two orders.',
    keywords: ['line clearance', 'packing', 'mix-up'],
    versions: [
      { why: 'First issue after a manual in the wrong language was found.', text: lineClearance, reached: 'scheduled', days: 11 },
    ],
  },
];
