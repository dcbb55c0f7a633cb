import { type DemoDocument, issued } from './document.ts';
import type { DocumentText } from './text.ts';

const leakTester: DocumentText = {
  purpose: 'Report of the qualification of leak test bay 1 after the exchange of its pressure gauge and pump.',
  scope: 'Installation, operation and performance, against plan VP-014.',
  responsibilities: [
    ['Moses Gitonga', 'Carried out the tests.'],
    ['Solomon Magezi', 'Provided the reference gauge.'],
  ],
  main: 'Results',
  parts: [
    {
      heading: 'Installation',
      text: 'Pump P-3, gauge PG-11 (0 to 10 bar, class 0.6) and hoses are those of the drawing. Gauge calibrated, certificate K-2291.',
    },
    {
      heading: 'Operation',
      table: {
        columns: ['Set', 'Reference', 'Bay 1', 'Limit', 'Result'],
        rows: [
          ['2.00 bar', '2.00 bar', '2.01 bar', '± 0.05', 'pass'],
          ['4.00 bar', '4.00 bar', '4.02 bar', '± 0.05', 'pass'],
          ['6.00 bar', '6.00 bar', '6.02 bar', '± 0.05', 'pass'],
        ],
      },
    },
    {
      heading: 'Performance',
      steps: [
        'Ten sinks without leak and five with a drilled leak of 0.2 mm at different joints were tested blind by two testers.',
        'All five leaks were found by both testers; none was reported at a tight joint.',
      ],
    },
    {
      heading: 'Conclusion',
      text: 'Test bay 1 is qualified for the leak test of sinks. Requalification after a change of pump or gauge, at the latest in two years.',
    },
  ],
  records: ['Raw data sheets 1 to 15', 'Calibration certificate K-2291'],
};

const distribution: DocumentText = {
  purpose: 'Record of the delivery of lot T2-B3-0417 by serial number.',
  scope: 'Twelve sinks T2-B3, delivered to four hospitals.',
  responsibilities: [['Warehouse', 'Delivered against signature.']],
  main: 'Deliveries',
  parts: [
    {
      heading: 'By hospital',
      table: {
        columns: ['Hospital', 'Serial numbers', 'Delivered', 'Received by'],
        rows: [
          ['Lakeside Referral Hospital, Kampala', '0417-01 to 0417-05', '5', 'Central sterile services'],
          ['Western Hills Hospital, Mbarara', '0417-06 to 0417-07', '2', 'Theatre stores'],
          ['Clinique de l’Estuaire, Nantes', '0417-08 to 0417-10', '3', 'Stérilisation'],
          ['Victoria Bay Hospital, Kisumu', '0417-11 to 0417-12', '2', 'Biomedical engineering'],
        ],
        shares: [5, 4, 2, 4],
      },
    },
    { heading: 'Balance', text: 'Made 12, delivered 12, in stock 0, scrapped 0.' },
  ],
  records: ['Delivery notes with signatures, kept in the warehouse'],
};

const gapAssessment: DocumentText = {
  purpose: 'To know before the inspection where we stand.',
  scope: 'Self-assessment of data integrity and computer systems before the announced inspection by the authority.',
  responsibilities: [['Quality assurance', 'Assessed; results are for the quality department and the directors only.']],
  main: 'Findings',
  parts: [
    {
      heading: 'Gaps',
      table: {
        columns: ['Area', 'Gap', 'Risk', 'Closed by'],
        rows: [
          ['Weld list', 'Kept on paper, entered weekly', 'high', 'Entry at the station'],
          ['Balances', 'Printer without clock', 'medium', 'Exchange of two printers'],
          ['Shared tablet, station 4', 'Sign-out forgotten', 'high', 'Lock after five minutes'],
          ['Supplier files', 'Two certificates expired', 'low', 'Renewed'],
        ],
        shares: [2, 4, 1, 3],
      },
    },
    {
      heading: 'Judgement',
      text: 'The two gaps of high risk must be closed before the inspection. Both have a responsible person and a date in the CAPA list.',
    },
  ],
  records: ['Interview notes', 'Evidence folder'],
};

/** What the paper says; the file is a picture of it. */
const bathCertificate: DocumentText = {
  purpose: 'Certificate of analysis of citric acid, delivered for the passivation line.',
  scope: 'Lot CA-88213, 12 drums of 25 kg.',
  responsibilities: [['Supplier', 'Analysed and signed on paper.']],
  main: 'Certificate',
  parts: [],
  records: ['Paper original, kept in the laboratory archive'],
};

const base = { type: 'REC', reviewer: 'rita', approver: 'paul' } as const;

export const recordDocuments: readonly DemoDocument[] = [
  {
    ...base,
    key: 'leak-tester-report',
    title: 'Qualification report of leak test bay 1',
    category: 'Validation',
    author: 'mgr1',
    description: 'Installation, operation and performance after the exchange of gauge and pump.',
    keywords: ['qualification', 'leak test', 'bay 1'],
    refersTo: ['leak-test'],
    file: 'pdf',
    versions: issued(leakTester, 'Report to plan VP-014.'),
  },
  {
    ...base,
    key: 'distribution',
    title: 'Distribution record of lot T2-B3-0417',
    category: 'Compliance',
    author: 'aud1',
    description: 'Delivery of twelve sinks by serial number.',
    keywords: ['distribution', 'lot', 'traceability', 'T2-B3-0417'],
    file: 'pdf',
    versions: issued(distribution, 'Record of the completed delivery.'),
    hold: 'Product liability claim of Victoria Bay Hospital, Kisumu about sink 0417-11: nothing about this lot may be destroyed.',
  },
  {
    ...base,
    key: 'gap-assessment',
    title: 'Self-assessment before inspection: data integrity',
    category: 'Inspections',
    author: 'ana',
    description: 'Gaps found by quality assurance and what closes them.',
    keywords: ['self-assessment', 'inspection', 'gap'],
    isConfidential: true,
    refersTo: ['data-integrity'],
    versions: issued(gapAssessment, 'Result of the self-assessment.'),
  },
  {
    ...base,
    key: 'citric-acid-certificate',
    title: 'Certificate of analysis, citric acid lot CA-88213',
    category: 'Quality control',
    author: 'smg',
    reviewer: 'lrev',
    approver: 'ldir',
    description: 'Scan of the paper certificate that came with the delivery.',
    keywords: ['certificate of analysis', 'citric acid', 'passivation'],
    refersTo: ['passivation'],
    file: 'scan',
    versions: issued(bathCertificate, 'Received with the delivery.'),
  },
];
