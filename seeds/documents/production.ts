import { type DemoDocument, earlier, issued } from './document.ts';
import type { DocumentText } from './text.ts';

const passivation: DocumentText = {
  purpose:
    'To give welded basins of stainless steel 1.4404 a clean and passive surface that does not rust in a sterile services department.',
  scope: 'Basins after TIG welding and deburring, before assembly, at the passivation line in Kampala.',
  responsibilities: [
    ['Line operator', 'Runs the baths, measures, records, stops when a limit is exceeded.'],
    ['Sample manager', 'Takes the rinse-water sample and reports its result.'],
    ['Production manager', 'Releases the line after a stop.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Before the shift',
      steps: [
        'Wear face shield, acid gloves and apron. Check that the eye shower runs and the fan shows a draught of at least 0.5 m/s.',
        'Measure and record the baths. Do not begin outside the limits.',
      ],
      table: {
        columns: ['Bath', 'Content', 'Temperature', 'Limit'],
        rows: [
          ['1', 'Alkaline cleaner 3 %', '55 to 60 °C', 'pH 11.5 to 12.5'],
          ['2', 'Rinse, process water', 'room', 'conductivity ≤ 400 µS/cm'],
          ['3', 'Citric acid 8 %', '60 to 65 °C', 'pH 1.8 to 2.2, iron ≤ 500 mg/l'],
          ['4', 'Rinse, deionized water', 'room', 'conductivity ≤ 10 µS/cm'],
        ],
        shares: [1, 4, 2, 4],
      },
    },
    {
      heading: 'Cleaning',
      steps: [
        'Hang the basin by the rim with the drain at the lowest point, so that no acid stays in the sump.',
        'Bath 1 for 15 minutes, lift twice. Bath 2 for 3 minutes.',
        'Wet the surface: the film of water must stay unbroken for 30 seconds. If it breaks, repeat bath 1.',
      ],
    },
    {
      heading: 'Passivation',
      steps: [
        'Bath 3 for 30 minutes. Write start and end from the wall clock, not from memory.',
        'Bath 4 until the run-off measures ≤ 20 µS/cm, at least 5 minutes.',
        'Dry with filtered air. Touch the inner surface with clean nitrile gloves only.',
      ],
      caution: 'Never add water to the concentrate. Acid is added to water, slowly, with the fan running.',
    },
    {
      heading: 'Check',
      steps: [
        'One basin per shift: copper sulphate test at the drain seam and at one corner, 6 minutes, no copper visible.',
        'A failed test holds the shift. Report an event, test three more basins and inform the production manager.',
      ],
    },
    {
      heading: 'Renewal of the baths',
      steps: [
        'Renew bath 3 after 120 basins or when iron exceeds 400 mg/l, whichever comes first. Spent acid goes to the neutralization tank, never to the drain.',
      ],
    },
  ],
  records: [
    'Bath log with readings and signatures',
    'Copper sulphate test per shift',
    'Laboratory report of the rinse water',
    'Waste note of spent acid',
  ],
};

const torque: DocumentText = {
  purpose:
    'To tighten the fasteners of basins, drains and frames so that joints neither leak nor loosen, with tools whose accuracy is known.',
  scope:
    'Threaded joints marked with a torque on the drawing, stations 2 to 6. Hose clamps are tightened by the instruction of their maker.',
  responsibilities: [
    ['Assembler', 'Uses the tool named on the traveller, checks its label, marks the joint.'],
    ['Production manager', 'Keeps tools at their station and their moves recorded.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Tool',
      steps: [
        'Read the calibration label. A tool past its date is put into the red box and reported; it tightens nothing, not even "until the end of the shift".',
        'Set the value, lock the scale, click once at half the value to settle the spring.',
        'A tool that fell is checked on the bench tester before it is used again.',
      ],
    },
    {
      heading: 'Values',
      table: {
        columns: ['Joint', 'Thread', 'Torque', 'Tolerance'],
        rows: [
          ['Drain flange', 'M6, 8 screws', '6.5 Nm', '± 0.5 Nm'],
          ['Basin to frame', 'M8', '18 Nm', '± 1 Nm'],
          ['Castor plate', 'M10', '35 Nm', '± 2 Nm'],
          ['Gooseneck nut', 'G ½', '28 Nm', '± 2 Nm'],
        ],
      },
    },
    {
      heading: 'Tightening',
      steps: [
        'Drain flange: crosswise in two rounds, first 3 Nm, then the full value. The seal must show an even edge all round.',
        'Pull evenly until the tool clicks once. Do not click again to be sure: the second click adds torque.',
        'Mark the joint with a line of yellow lacquer across screw and part.',
      ],
      caution: 'Oil on a thread changes the clamping force by a third. Clean it, or ask.',
    },
    {
      heading: 'Moving a tool',
      steps: [
        'Record the new station before the tool leaves its place. The list of tools due for calibration is made by station.',
      ],
    },
  ],
  records: ['Traveller with tool number and signature for each joint', 'Bench-tester log'],
};

const welding: DocumentText = {
  purpose: 'To weld basin seams that are closed, smooth and free of heat colour that cannot be removed.',
  scope: 'Manual TIG welding of 1.4404 sheet, 1.2 to 2.0 mm, corner and drain seams.',
  responsibilities: [
    ['Welder', 'Holds a valid certificate to ISO 9606-1 and welds only within its range.'],
    ['Weld inspector', 'Looks at every seam, tests one basin in twenty by dye.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Prepare',
      steps: [
        'Clean both edges with acetone, 20 mm wide. Use only brushes marked blue: they have never touched carbon steel.',
        'Gap at most 0.3 mm, offset at most 10 % of the thickness.',
        'Flush the root with argon, 8 l/min, until the analyser shows less than 50 ppm oxygen.',
      ],
    },
    {
      heading: 'Weld',
      table: {
        columns: ['Sheet', 'Current', 'Electrode', 'Rod', 'Argon'],
        rows: [
          ['1.2 mm', '45 to 55 A', '1.6 mm', '1.0 mm 316L', '7 l/min'],
          ['1.5 mm', '60 to 70 A', '1.6 mm', '1.2 mm 316L', '8 l/min'],
          ['2.0 mm', '80 to 95 A', '2.4 mm', '1.6 mm 316L', '9 l/min'],
        ],
      },
      steps: [
        'Tack every 40 mm, from the middle to the ends.',
        'Let the seam cool under gas for 5 seconds after the arc ends.',
        'Interrupt a corner seam at most once; overlap by 10 mm.',
      ],
    },
    {
      heading: 'Inspect',
      steps: [
        'Straw to light blue inside is accepted and goes to pickling. Grey or black is cut out.',
        'No pores, no undercut over 0.1 mm, no sharp edge under the glove.',
        'Stamp the seam with the welder number, outside, 30 mm left of the drain.',
      ],
    },
  ],
  records: ['Weld list with welder numbers', 'Certificates of welders', 'Dye test reports'],
};

const leakTest: DocumentText = {
  purpose: 'To find leaks before the customer does.',
  scope: 'Every sink with one to three basins, after assembly and before packing, at test bay 1.',
  responsibilities: [
    ['Tester', 'Runs the test, records pressure, time and result. Has not assembled the sink under test.'],
    ['Production manager', 'Decides on rework after a leak.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Fill and hold',
      steps: [
        'Close all drains. Fill each basin to the overflow with water of 20 to 30 °C, dyed with test dye 0.1 %.',
        'Hold for 30 minutes. Look after 5, 15 and 30 minutes at drains, overflow, gooseneck and the seam under the rim, with lamp and mirror.',
        'Wipe each joint with a white cloth. Dye on the cloth is a leak, however small.',
      ],
    },
    {
      heading: 'Pressure side',
      steps: [
        'Connect the supply at 6 bar. Close the taps and hold for 10 minutes; the gauge may fall by at most 0.1 bar.',
        'Open and close each tap ten times, then look again.',
      ],
    },
    {
      heading: 'Drain side',
      steps: ['Empty all basins at once. The siphon must not gurgle dry and the floor under the sink stays dry.'],
    },
    {
      heading: 'After a leak',
      steps: [
        'Record the place on the picture of the build. Hold the sink and report an event.',
        'After rework repeat the whole test, not only the joint.',
      ],
    },
  ],
  records: ['Leak test record with gauge number, times and result', 'Picture with the place of each leak'],
};

export const production: readonly DemoDocument[] = [
  {
    key: 'passivation',
    type: 'PROC',
    title: 'Cleaning and passivation of basins',
    category: 'Production',
    author: 'mgr1',
    reviewer: 'rita',
    approver: 'paul',
    description: 'Baths, limits, times and the copper sulphate test.',
    keywords: ['passivation', 'citric acid', 'basin', 'stainless steel'],
    tags: ['special process'],
    dependsOn: ['water-sampling'],
    versions: [
      { why: 'First issue.', text: earlier(passivation, passivation.parts.slice(0, 3)), reached: 'effective' },
      {
        why: 'Copper sulphate test on one basin per shift.',
        text: earlier(passivation, passivation.parts.slice(0, 4)),
        reached: 'effective',
      },
      {
        why: 'Renewal of bath 3 by count and iron content, after bath pH 0.2 above its limit was found.',
        text: passivation,
        reached: 'in-approval',
        days: 6,
        comments: [
          {
            by: 'rita',
            kind: 'critical',
            body: 'The limit in the table is 500 mg/l iron, the renewal is at 400. Which one stops the line?',
            page: 2,
            at: ['0.20', '0.41'],
            section: 'Renewal of the baths',
            highlight: 'when iron exceeds 400 mg/l',
            answer: '400 is the action limit that triggers renewal, 500 stops the line. Both stay; said so in the training.',
          },
        ],
      },
    ],
  },
  {
    key: 'torque',
    type: 'WI',
    title: 'Tightening of basins with torque tools',
    category: 'Production',
    author: 'mgr1',
    reviewer: 'rita',
    approver: 'paul',
    description: 'Tool check, values, sequence and marking of joints.',
    keywords: ['torque', 'fastener', 'tool'],
    dependsOn: ['calibration'],
    versions: [
      { why: 'First issue.', text: earlier(torque, torque.parts.slice(0, 3)), reached: 'effective' },
      { why: 'A tool is recorded when it moves: TW-07 was used past its calibration date.', text: torque, reached: 'effective' },
    ],
  },
  {
    key: 'welding',
    type: 'WI',
    title: 'TIG welding of basin seams',
    category: 'Production',
    author: 'mgr1',
    reviewer: 'rita2',
    approver: 'paul',
    description: 'Preparation, parameters and visual inspection of seams.',
    keywords: ['welding', 'TIG', 'seam', 'ISO 9606'],
    tags: ['special process'],
    versions: issued(welding),
  },
  {
    key: 'leak-test',
    type: 'WI',
    title: 'Leak test of sinks',
    category: 'Production',
    author: 'mgr1',
    reviewer: 'rita',
    approver: 'paul',
    description: 'Fill test, pressure test and drain test before packing.',
    keywords: ['leak', 'test', 'drain', 'gooseneck'],
    dependsOn: ['calibration'],
    versions: issued(leakTest),
  },
];
