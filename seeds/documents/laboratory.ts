import { type DemoDocument, earlier, issued } from './document.ts';
import type { DocumentText } from './text.ts';

const waterSampling: DocumentText = {
  purpose: 'To take samples of process water that show the water and not the sampler.',
  scope: 'Points RW-1 to RW-4 of the passivation line and the deionized-water loop in Kampala.',
  responsibilities: [
    ['Sample manager', 'Keeps the plan, the bottles and the chain of custody.'],
    ['Analyst', 'Takes and receives samples, refuses what arrives late or warm.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Plan',
      table: {
        columns: ['Point', 'Where', 'Test', 'How often'],
        rows: [
          ['RW-1', 'Supply, before softener', 'Chlorine, hardness', 'weekly'],
          ['RW-2', 'Rinse bath 2', 'Conductivity, pH', 'each shift'],
          ['RW-3', 'Rinse bath 4', 'Conductivity, bioburden', 'weekly'],
          ['RW-4', 'Return of the loop', 'Bioburden, endotoxin', 'monthly'],
        ],
        shares: [1, 3, 3, 2],
      },
    },
    {
      heading: 'Take the sample',
      steps: [
        'Print the label before going to the point; write the time when the bottle is closed.',
        'Wipe the tap with 70 % isopropanol, let the water run for two minutes, then fill without touching the rim.',
        'Bottles for bioburden contain thiosulphate. Do not rinse them out.',
      ],
    },
    {
      heading: 'Transport and receipt',
      steps: [
        'Bioburden: 2 to 8 °C, in the incubator within six hours. Conductivity: within one hour, bottle full to the stopper.',
        'The receiving analyst writes temperature and time. A sample past its time is rejected and taken again the same day.',
      ],
      caution: 'A repeated sample never replaces the first result. Both are reported.',
    },
  ],
  records: ['Sampling plan', 'Chain of custody with times and temperatures', 'Rejected samples and reason'],
};

const bioburden: DocumentText = {
  purpose: 'To count living germs in rinse water by membrane filtration.',
  scope: 'Samples from points RW-3 and RW-4.',
  responsibilities: [
    ['Analyst', 'Filters, incubates, counts.'],
    ['Laboratory reviewer', 'Checks blanks, counts and calculation before release.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Filter',
      steps: [
        'Clean the bench, run the hood for 15 minutes, expose a settle plate during the work.',
        'Filter 100 ml through 0.45 µm, rinse with 50 ml of buffer, lay the membrane on R2A without bubbles.',
        'One blank with sterile water before the first and after the last sample.',
      ],
    },
    {
      heading: 'Incubate and count',
      steps: [
        '30 to 35 °C for five days. Count on day 3 and day 5.',
        'Report CFU per 100 ml. Above 300 colonies write "> 300" and dilute the next sample.',
      ],
      table: {
        columns: ['Point', 'Alert', 'Action'],
        rows: [
          ['RW-3', '50 CFU/100 ml', '100 CFU/100 ml'],
          ['RW-4', '5 CFU/100 ml', '10 CFU/100 ml'],
        ],
      },
    },
  ],
  records: ['Worksheet with counts of both days', 'Blank and settle plate results', 'Medium lot and growth promotion'],
};

const calibration: DocumentText = {
  purpose: 'To use only instruments whose error is known and small enough for what they decide.',
  scope: 'Torque tools, gauges, calipers, balances, pH and conductivity meters, thermometers, electrical testers, at both sites.',
  responsibilities: [
    ['Instrument owner', 'Brings the instrument in time, keeps the label readable.'],
    ['Laboratory', 'Calibrates or sends out, judges certificates, keeps the list.'],
    ['Laboratory director', 'Approves intervals and limits.'],
  ],
  main: 'Procedure',
  parts: [
    {
      heading: 'Register',
      steps: [
        'Each instrument has a number, a place, a use, a limit and an interval. Without a number it is for orientation only and carries a yellow label.',
        'The limit is at most a third of the tolerance it decides about.',
      ],
    },
    {
      heading: 'Calibrate',
      table: {
        columns: ['Kind', 'Interval', 'Points', 'Limit'],
        rows: [
          ['Torque wrench', '6 months or 5000 clicks', '20, 60, 100 % of range', '± 4 %'],
          ['Caliper', '12 months', '0, 50, 150 mm', '± 0.03 mm'],
          ['Pressure gauge', '12 months', '2, 4, 6 bar up and down', '± 0.05 bar'],
          ['pH meter', 'daily', 'pH 4.01 and 7.00', '± 0.05'],
          ['Conductivity meter', 'monthly', '84 and 1413 µS/cm', '± 2 %'],
        ],
        shares: [3, 4, 4, 2],
      },
      steps: [
        'Record as-found readings before anything is adjusted.',
        'Use standards with a certificate traceable to a national institute, valid on that day.',
      ],
    },
    {
      heading: 'Out of tolerance',
      steps: [
        'Tag out the instrument and report an event the same day.',
        'List everything it decided since the last good calibration. QA judges each item; nothing on the list is delivered before.',
        'Two failures in a row halve the interval.',
      ],
    },
    {
      heading: 'Due list',
      steps: [
        'The list of instruments due in the next 30 days is made by place every Monday. An instrument that moved is listed at its new place.',
      ],
    },
  ],
  records: ['Instrument list', 'Certificates and as-found readings', 'Out-of-tolerance assessments'],
};

const lab = { author: 'smg', reviewer: 'lrev', approver: 'ldir' } as const;

export const laboratory: readonly DemoDocument[] = [
  {
    ...lab,
    key: 'water-sampling',
    type: 'WI',
    title: 'Sampling of process water',
    category: 'Microbiology',
    description: 'Plan, sampling, transport and receipt for points RW-1 to RW-4.',
    keywords: ['water', 'sampling', 'bioburden', 'conductivity'],
    versions: issued(waterSampling),
  },
  {
    ...lab,
    key: 'calibration',
    type: 'PROC',
    title: 'Calibration of measuring equipment',
    category: 'Equipment',
    description: 'Register, intervals, limits and what follows from a failure.',
    keywords: ['calibration', 'torque', 'gauge', 'out of tolerance'],
    tags: ['core'],
    versions: [
      { why: 'First issue.', text: earlier(calibration, calibration.parts.slice(0, 3)), reached: 'effective' },
      { why: 'Due list by place, because moved tools were missed.', text: calibration, reached: 'effective', isLate: true },
    ],
  },
  {
    ...lab,
    key: 'bioburden',
    type: 'WI',
    title: 'Bioburden of rinse water',
    category: 'Microbiology',
    description: 'Membrane filtration, incubation and counting.',
    keywords: ['bioburden', 'membrane filtration', 'R2A'],
    versions: [{ why: 'First issue.', text: bioburden, reached: 'draft' }],
  },
];
