import { defineRecord, integer, json, ref, text } from '#kernel/schema';

/** One signed step of a chain, in the stage of the record's own state machine that it lengthens. */
export interface ChainStep {
  readonly stage: string;
  readonly order: number;
  readonly name: string;
  readonly mode: 'SEQUENTIAL' | 'PARALLEL_ALL' | 'PARALLEL_ANY';
  /** Days until the step is due; the caller's date wins. */
  readonly dueDays?: number;
}

/** An approval chain: a named, versioned, signed variant of the transitions a record type declares (spec 1.16). */
export const Chain = defineRecord('tasks.chain', {
  label: { en: 'Approval chain', fr: 'Circuit d’approbation' },
  plural: { en: 'Approval chains', fr: 'Circuits d’approbation' },
  scope: 'organization',
  fields: {
    code: text({ en: 'Code', fr: 'Code' }, { max: 40 }),
    name: text({ en: 'Name', fr: 'Nom' }, { max: 120 }),
    recordType: text({ en: 'Record type', fr: 'Type d’enregistrement' }, { max: 80 }).immutable(),
    issue: integer({ en: 'Issue', fr: 'Édition' }, { min: 1 }).initially(1),
    replacesId: ref({ en: 'Replaces', fr: 'Remplace' }, 'tasks.chain').optional(),
    steps: json<readonly ChainStep[]>({ en: 'Steps', fr: 'Étapes' }),
  },
  title: 'name',
  permissions: { read: 'read', create: 'admin', edit: 'admin', publish: 'admin' },
  states: {
    DRAFT: { label: { en: 'Draft', fr: 'Brouillon' }, family: 'writing' },
    ACTIVE: { label: { en: 'In force', fr: 'En vigueur' }, family: 'valid', frozen: true },
    RETIRED: { label: { en: 'Retired', fr: 'Retiré' }, family: 'ended', frozen: true, hidden: true },
  },
  initial: 'DRAFT',
  regulated: true,
  transitions: {
    publish: {
      label: { en: 'Publish', fr: 'Publier' },
      from: ['DRAFT'],
      to: 'ACTIVE',
      needs: 'publish',
      primary: true,
      sign: { meaning: 'APPROVED' },
      effects: [
        {
          en: 'New records follow this chain; running ones keep theirs.',
          fr: 'Les nouveaux enregistrements suivent ce circuit ; ceux en cours gardent le leur.',
        },
      ],
    },
    retire: { label: { en: 'Retire', fr: 'Retirer' }, from: ['ACTIVE'], to: 'RETIRED', needs: 'publish', reason: 'required' },
    'replace-by-issue': { label: { en: 'Replace', fr: 'Remplacer' }, from: ['ACTIVE'], to: 'RETIRED', needs: 'system' },
  },
  unique: [['code', 'issue']],
  list: ['code', 'name', 'recordType', 'issue', 'state'],
  sort: 'code,-issue',
  form: [{ title: { en: 'Chain', fr: 'Circuit' }, fields: ['code', 'name', 'recordType', 'steps'] }],
});
