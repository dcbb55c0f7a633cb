import { join } from 'node:path';
import type { ModulePart } from '#kernel/app';
import { day, decimal, defineModule, defineRecord, flag, oneOf, person, text } from '#kernel/schema';

/** A record of about ten fields with a number, states and a signed and an unsigned transition: what the figures are measured on. */
export const Item = defineRecord('bench.item', {
  label: { en: 'Item', fr: 'Article' },
  plural: { en: 'Items', fr: 'Articles' },
  number: { pattern: 'ITM-{yyyy}-{######}' },
  scope: 'department',
  regulated: true,
  fields: {
    title: text({ en: 'Title', fr: 'Titre' }, { max: 200 }),
    description: text({ en: 'Description', fr: 'Description' }, { max: 2000, lines: 3 }).optional(),
    severity: oneOf(
      { en: 'Severity', fr: 'Gravité' },
      {
        minor: { en: 'Minor', fr: 'Mineure' },
        major: { en: 'Major', fr: 'Majeure' },
        critical: { en: 'Critical', fr: 'Critique' },
      },
    ),
    quantity: decimal({ en: 'Quantity', fr: 'Quantité' }),
    found: day({ en: 'Found', fr: 'Constaté' }),
    location: text({ en: 'Location', fr: 'Lieu' }).optional(),
    batch: text({ en: 'Batch', fr: 'Lot' }).optional(),
    isContained: flag({ en: 'Contained', fr: 'Confiné' }),
    ownerId: person({ en: 'Owner', fr: 'Responsable' }).owner().optional(),
    remark: text({ en: 'Remark', fr: 'Remarque' }).optional(),
  },
  title: 'title',
  permissions: { approve: 'approve' },
  states: {
    OPEN: { label: { en: 'Open', fr: 'Ouvert' }, family: 'writing' },
    INVESTIGATING: { label: { en: 'Investigating', fr: 'En examen' }, family: 'doing' },
    CLOSED: { label: { en: 'Closed', fr: 'Clos' }, family: 'valid' },
  },
  initial: 'OPEN',
  transitions: {
    investigate: { label: { en: 'Investigate', fr: 'Examiner' }, from: ['OPEN'], to: 'INVESTIGATING', needs: 'edit' },
    resume: { label: { en: 'Reopen', fr: 'Rouvrir' }, from: ['INVESTIGATING'], to: 'OPEN', needs: 'edit' },
    approve: {
      label: { en: 'Approve', fr: 'Approuver' },
      from: ['OPEN', 'INVESTIGATING'],
      to: 'CLOSED',
      needs: 'approve',
      sign: { meaning: 'APPROVED' },
    },
  },
  search: ['description'],
  list: ['number', 'title', 'severity', 'state', 'found'],
  sort: '-number',
  form: [{ title: { en: 'Item', fr: 'Article' }, fields: ['title', 'severity', 'quantity', 'found'] }],
});
export const bench = defineModule({
  id: 'bench',
  label: { en: 'Bench', fr: 'Banc' },
  icon: 'gauge',
  dependsOn: [],
  records: [Item],
});
const migrations = join(import.meta.dirname, 'migrations');
export const benchPart: ModulePart = {
  half: () => ({ module: bench, migrations }),
  migrations: { module: 'bench', dir: migrations },
};
