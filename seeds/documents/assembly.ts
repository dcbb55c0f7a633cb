import { type DemoDocument, issued } from './document.ts';
import type { DocumentText } from './text.ts';

const sinkAssembly: DocumentText = {
  purpose: 'To assemble the reprocessing sink T2-B3 with three basins in the order that keeps joints reachable for their test.',
  scope: 'Builds T2-B3 with or without height adjustment, stations 1 to 6.',
  responsibilities: [
    ['Assembler', 'Follows the order, signs each station on the traveller before the sink moves on.'],
    ['Station lead', 'Checks first pieces and any step marked with a diamond.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Station 1: frame',
      steps: [
        'Compare the parts with the pick list by number, not by look. Basins 30 × 20 × 10 and 30 × 20 × 12 differ only in depth.',
        'Level the frame to 1 mm over its length.',
      ],
    },
    {
      heading: 'Stations 2 and 3: basins and drains',
      steps: [
        'Set the three basins on new seals. Write the basin numbers on the traveller.',
        'Tighten drain flanges and basins by the torque instruction. Diamond: second person checks the lacquer marks.',
        'Fit the overflow pipe; the arrow points down.',
      ],
    },
    {
      heading: 'Station 4: water side',
      steps: [
        'Fit goosenecks and pre-rinse sprays. Hand-tighten, align, then tighten to value.',
        'Flush each line for two minutes before the spray head is fitted.',
      ],
    },
    {
      heading: 'Station 5: drive and control',
      steps: [
        'Connect the lifting columns in pairs of the same serial number.',
        'Run the full stroke three times unloaded. Stop at any noise.',
      ],
      caution: 'Keep hands out of the gap between frame and basin while the columns move. The stop button must be in reach.',
    },
    {
      heading: 'Station 6: completion',
      steps: ['Close covers, wipe down, hand over for leak test with the traveller complete.'],
    },
  ],
  records: ['Traveller with signatures per station', 'Serial numbers of basins, columns and control'],
};

const incoming: DocumentText = {
  purpose: 'To accept only purchased parts that meet their drawing.',
  scope: 'Basins, castors, lifting columns, taps and seals from approved suppliers, at goods inspection.',
  responsibilities: [
    ['Inspector', 'Draws the sample, measures, records, labels.'],
    ['Store keeper', 'Keeps uninspected goods in the yellow zone.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Papers',
      steps: [
        'Compare order, delivery note and certificate. A missing material certificate stops the lot, whatever its look.',
        'Check that the supplier is approved for this item today.',
      ],
    },
    {
      heading: 'Sample',
      table: {
        columns: ['Lot', 'Sample', 'Accept with', 'Reject with'],
        rows: [
          ['2 to 15', '3', '0', '1'],
          ['16 to 50', '8', '0', '1'],
          ['51 to 150', '13', '0', '1'],
        ],
      },
      steps: ['Take the pieces from different boxes and layers.'],
    },
    {
      heading: 'Basins',
      steps: [
        'Inner length and width ± 1 mm, depth ± 1 mm, flatness of the rim at most 0.8 mm on the surface plate.',
        'Radius gauge in all four corners: R 12 passes, R 10 does not.',
        'Feel every edge with a cotton glove. A pulled thread rejects.',
      ],
    },
    {
      heading: 'Castors',
      steps: ['Load with 80 kg, lock, push with 150 N: the wheel must not turn. All pieces of the sample.'],
    },
    {
      heading: 'Result',
      steps: ['Green label and stock, or red label and quarantine. Record the reading, not only "ok".'],
    },
  ],
  records: ['Inspection record with readings and gauge numbers', 'Material certificates 3.1', 'Supplier nonconformity reports'],
};

const electricalSafety: DocumentText = {
  purpose: 'To show that the powered sink is safe to touch.',
  scope: 'Sinks with lifting columns or control, after leak test. Limits from IEC 61010-1.',
  responsibilities: [['Tester', 'Is instructed for electrical tests and works with a second person in the bay.']],
  main: 'Procedure',
  parts: [
    {
      heading: 'Tests',
      table: {
        columns: ['Test', 'Condition', 'Limit'],
        rows: [
          ['Protective bonding', '25 A, each basin and the frame', '≤ 0.1 Ω'],
          ['Insulation', '500 V direct, 60 s', '≥ 2 MΩ'],
          ['Dielectric strength', '1500 V, 60 s', 'no breakdown'],
          ['Leakage current', '110 % of rated voltage', '≤ 3.5 mA'],
        ],
        shares: [3, 4, 2],
      },
      steps: [
        'Test in this order. A failed bonding test ends the sequence.',
        'Discharge for ten seconds after each high-voltage test.',
      ],
      caution: 'Close the bay chain and switch on the red lamp before high voltage is applied.',
    },
    {
      heading: 'Result',
      steps: ['The tester prints the protocol; attach it to the traveller. Values written by hand are not accepted.'],
    },
  ],
  records: ['Test protocol from the instrument', 'Daily check of the instrument with the reference box'],
};

const rimBonding: DocumentText = {
  purpose: 'To bond the polymer rim guard to the basin.',
  scope: 'Trial builds with rim guard, station 3.',
  responsibilities: [['Assembler', 'Applies primer and adhesive within their open time.']],
  main: 'Procedure',
  parts: [
    {
      heading: 'Bond',
      steps: [
        'Degrease, prime, wait 5 to 30 minutes, apply a bead of 4 mm, press for 60 seconds.',
        'Cure for 24 hours at 20 to 25 °C before the sink is moved.',
      ],
    },
  ],
  records: ['Adhesive lot and cure times on the traveller'],
};

const deburring: DocumentText = {
  purpose: 'To remove burrs at drain openings by hand.',
  scope: 'Basins cut before the punching tool DP-2 was taken into use.',
  responsibilities: [['Operator', 'Deburrs, feels the edge, wipes out the chips.']],
  main: 'Procedure',
  parts: [
    {
      heading: 'Deburr',
      steps: [
        'Scraper first, then abrasive strip 240, along the edge, never across.',
        'Edge broken 0.2 to 0.5 mm all round. Check with the glove.',
        'Remove chips with the magnet and a lint-free cloth before the basin is turned.',
      ],
    },
  ],
  records: ['Signature on the traveller'],
};

const soapTest: DocumentText = {
  purpose: 'To look for leaks of the air side with soap solution.',
  scope: 'Pneumatic columns of series T1. Series T2 has electric columns and no air side.',
  responsibilities: [['Tester', 'Applies solution, watches for one minute at each joint.']],
  main: 'Procedure',
  parts: [
    {
      heading: 'Test',
      steps: [
        'Set 4 bar. Brush solution on all joints of the air side.',
        'Growing bubbles are a leak. Tighten, wipe, repeat once; then change the fitting.',
        'Wipe off the solution with wet cloth: it stains steel.',
      ],
    },
  ],
  records: ['Result on the traveller'],
};

const base = { category: 'Production', author: 'mgr1', reviewer: 'rita', approver: 'paul' } as const;

export const assembly: readonly DemoDocument[] = [
  {
    ...base,
    key: 'sink-assembly',
    type: 'WI',
    title: 'Assembly of reprocessing sink T2-B3',
    description: 'Stations 1 to 6, from frame to hand-over for leak test.',
    keywords: ['assembly', 'T2-B3', 'sink', 'traveller'],
    dependsOn: ['torque', 'leak-test'],
    versions: issued(sinkAssembly),
  },
  {
    ...base,
    key: 'incoming',
    type: 'WI',
    title: 'Incoming inspection of basins and castors',
    category: 'Quality control',
    reviewer: 'rita2',
    description: 'Papers, sampling, dimensions and result.',
    keywords: ['incoming inspection', 'sampling', 'supplier'],
    dependsOn: ['nonconforming'],
    versions: issued(incoming),
  },
  {
    ...base,
    key: 'electrical-safety',
    type: 'WI',
    title: 'Electrical safety test',
    description: 'Bonding, insulation, dielectric strength and leakage current.',
    keywords: ['IEC 61010', 'safety', 'test'],
    versions: [{ why: 'First issue.', text: electricalSafety, reached: 'reviewed' }],
  },
  {
    ...base,
    key: 'rim-bonding',
    type: 'WI',
    title: 'Adhesive bonding of rim guards',
    description: 'Trial process of the rim guard project.',
    keywords: ['adhesive', 'rim'],
    versions: [
      {
        why: 'First issue for the trial builds.',
        text: rimBonding,
        reached: 'terminated',
        because: 'The rim guard project was stopped: cleaning trials found residues under the guard.',
      },
    ],
  },
  {
    ...base,
    key: 'deburring',
    type: 'WI',
    title: 'Manual deburring of drain openings',
    description: 'Only for basins cut before tool DP-2.',
    keywords: ['deburring', 'drain'],
    versions: issued(deburring),
    obsoletion: { reason: 'All basins are punched with tool DP-2 since the stock of older basins was used up.', inDays: 12 },
  },
  {
    ...base,
    key: 'soap-test',
    type: 'WI',
    title: 'Leak test of the air side with soap solution',
    description: 'Pneumatic columns of series T1.',
    keywords: ['leak', 'pneumatic', 'T1'],
    versions: issued(soapTest),
    obsoletion: { reason: 'Series T1 is no longer built and its last service contract has ended.' },
  },
];
