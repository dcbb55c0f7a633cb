import { z } from 'zod';
import type { Label } from '#kernel/schema';

export type SettingCategory = 'company' | 'branding' | 'files' | 'documents' | 'quality' | 'security';

/** One setting: its type, what it is when nobody changed it, and whether a change needs a second person. */
export interface SettingSpec<T> {
  readonly label: Label;
  readonly help?: Label;
  readonly category: SettingCategory;
  readonly schema: z.ZodType<T>;
  readonly default: T;
  /** What a value may be, for people: "1 to 100". */
  readonly bounds: Label;
  /** True where the change from `before` to `after` weakens control: it then waits for a second person's signature (SOD-9). */
  readonly weakens?: (before: T, after: T) => boolean;
}

const setting = <T>(spec: SettingSpec<T>): SettingSpec<T> => spec;
type Common<T> = Pick<SettingSpec<T>, 'label' | 'category' | 'weakens'> & { readonly help?: Label };

/** A whole number within bounds; the bounds are what people are told. */
const whole = (
  spec: Common<number> & { readonly min: number; readonly max: number; readonly default: number },
): SettingSpec<number> => {
  const { min, max, ...rest } = spec;
  return setting({ ...rest, schema: z.int().min(min).max(max), bounds: { en: `${min} to ${max}`, fr: `${min} à ${max}` } });
};
const line = (spec: Common<string> & { readonly max: number; readonly default: string }): SettingSpec<string> => {
  const { max, ...rest } = spec;
  return setting({
    ...rest,
    schema: z.string().trim().max(max),
    bounds: { en: `at most ${max} characters`, fr: `au plus ${max} caractères` },
  });
};
const more = (before: number, after: number) => after > before;
const fewer = (before: number, after: number) => after < before;

/** File types the store can recognise by their bytes; an organization may accept fewer, never others. */
export const recognisedExtensions = [
  'pdf',
  'docx',
  'doc',
  'xlsx',
  'xls',
  'pptx',
  'ppt',
  'txt',
  'rtf',
  'png',
  'jpg',
  'jpeg',
] as const;

/** What may be downloaded of a controlled document in its original, editable form. */
export const originalPolicies = ['everyone-who-reads', 'authors-and-administrators', 'administrators'] as const;
const policyRank = (policy: (typeof originalPolicies)[number]) => originalPolicies.indexOf(policy);

/**
 * Every setting of the product. Bounds come from the specification and stand in code: a deadline can be shortened by a setting,
 * never lengthened beyond it (SET-02).
 */
export const settingCatalogue = {
  'company.name': line({ label: { en: 'Company name', fr: 'Nom de l’entreprise' }, category: 'company', max: 200, default: '' }),
  'branding.name': line({
    label: { en: 'Name of the application', fr: 'Nom de l’application' },
    category: 'branding',
    max: 60,
    default: 'Plumbline',
  }),
  'branding.banner': line({
    label: { en: 'Banner on every page', fr: 'Bandeau sur chaque page' },
    category: 'branding',
    max: 200,
    default: '',
  }),
  'branding.logo': setting<string>({
    label: { en: 'Logo', fr: 'Logo' },
    help: { en: 'File id of a PNG or JPEG picture of at most 1 MB', fr: 'Identifiant d’une image PNG ou JPEG d’au plus 1 Mo' },
    category: 'branding',
    schema: z.union([z.uuid(), z.literal('')]),
    default: '',
    bounds: { en: 'a file, or nothing', fr: 'un fichier, ou rien' },
  }),
  'files.allowed-extensions': setting<readonly string[]>({
    label: { en: 'File types accepted', fr: 'Types de fichier acceptés' },
    category: 'files',
    schema: z.array(z.enum(recognisedExtensions)).min(1),
    default: recognisedExtensions,
    bounds: { en: recognisedExtensions.join(', '), fr: recognisedExtensions.join(' ; ') },
    weakens: (before, after) => after.some((e) => !before.includes(e)),
  }),
  'files.max-megabytes': whole({
    label: { en: 'Largest file, in megabytes', fr: 'Taille maximale d’un fichier, en mégaoctets' },
    category: 'files',
    min: 1,
    max: 100,
    default: 100,
  }),
  'documents.review-due-days': whole({
    label: { en: 'Days for a review or approval', fr: 'Jours pour une relecture ou une approbation' },
    category: 'documents',
    min: 1,
    max: 60,
    default: 14,
  }),
  'documents.reminder-days': setting<readonly number[]>({
    label: { en: 'Reminders, days before a task is due', fr: 'Rappels, jours avant l’échéance' },
    category: 'documents',
    schema: z.array(z.int().min(0).max(60)).max(5),
    default: [3, 0],
    bounds: { en: 'up to five numbers from 0 to 60', fr: 'jusqu’à cinq nombres de 0 à 60' },
  }),
  'documents.periodic-review-notice-days': setting<readonly number[]>({
    label: { en: 'Notices before a periodic review, in days', fr: 'Préavis avant une revue périodique, en jours' },
    category: 'documents',
    schema: z.array(z.int().min(0).max(365)).max(6),
    default: [60, 30, 0],
    bounds: { en: 'up to six numbers from 0 to 365', fr: 'jusqu’à six nombres de 0 à 365' },
  }),
  'documents.original-download': setting<(typeof originalPolicies)[number]>({
    label: { en: 'Who downloads the original of a controlled document', fr: 'Qui télécharge l’original d’un document maîtrisé' },
    category: 'documents',
    schema: z.enum(originalPolicies),
    default: 'authors-and-administrators',
    bounds: { en: 'one of the three policies', fr: 'une des trois règles' },
    weakens: (before, after) => policyRank(after) < policyRank(before),
  }),
  'quality.routing-days': whole({
    label: { en: 'Days to route an event', fr: 'Jours pour transmettre un événement' },
    category: 'quality',
    min: 1,
    max: 3,
    default: 3,
  }),
  'quality.classification-days': whole({
    label: { en: 'Days to classify an event', fr: 'Jours pour classer un événement' },
    category: 'quality',
    min: 1,
    max: 7,
    default: 7,
  }),
  'quality.deviation-days': whole({
    label: { en: 'Days to close a deviation', fr: 'Jours pour clore une déviation' },
    category: 'quality',
    min: 1,
    max: 30,
    default: 30,
  }),
  'quality.investigation-days': whole({
    label: { en: 'Days to close an investigation', fr: 'Jours pour clore une enquête' },
    category: 'quality',
    min: 1,
    max: 90,
    default: 90,
  }),
  'security.idle-minutes': whole({
    label: { en: 'Minutes without activity until a session locks', fr: 'Minutes d’inactivité avant verrouillage' },
    category: 'security',
    min: 5,
    max: 60,
    default: 15,
    weakens: more,
  }),
  'security.session-hours': whole({
    label: { en: 'Longest session, in hours', fr: 'Durée maximale d’une session, en heures' },
    category: 'security',
    min: 1,
    max: 12,
    default: 12,
    weakens: more,
  }),
  'security.concurrent-sessions': whole({
    label: { en: 'Sessions of one person at a time', fr: 'Sessions simultanées d’une personne' },
    category: 'security',
    min: 1,
    max: 10,
    default: 3,
    weakens: more,
  }),
  'security.password-length': whole({
    label: { en: 'Shortest password', fr: 'Longueur minimale du mot de passe' },
    category: 'security',
    min: 12,
    max: 64,
    default: 12,
    weakens: fewer,
  }),
  'security.password-days': whole({
    label: { en: 'Days until a password must change (0: never)', fr: 'Jours avant changement du mot de passe (0 : jamais)' },
    category: 'security',
    min: 0,
    max: 365,
    default: 90,
    weakens: (before, after) => before !== 0 && (after === 0 || after > before),
  }),
  'security.password-history': whole({
    label: { en: 'Former passwords that may not return', fr: 'Anciens mots de passe interdits' },
    category: 'security',
    min: 5,
    max: 24,
    default: 12,
    weakens: fewer,
  }),
  'security.lockout-attempts': whole({
    label: { en: 'Wrong passwords until an account locks', fr: 'Échecs avant verrouillage du compte' },
    category: 'security',
    min: 3,
    max: 10,
    default: 5,
    weakens: more,
  }),
  'security.lockout-minutes': whole({
    label: { en: 'Minutes an account stays locked', fr: 'Minutes de verrouillage du compte' },
    category: 'security',
    min: 5,
    max: 1440,
    default: 30,
    weakens: fewer,
  }),
} as const;

export type SettingKey = keyof typeof settingCatalogue;
export type SettingValue<K extends SettingKey> = (typeof settingCatalogue)[K] extends SettingSpec<infer T> ? T : never;

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settingCatalogue, key);

/** The specification of a key, for code that works over all of them. */
export function specOfSetting(key: SettingKey): SettingSpec<unknown> {
  const spec: unknown = settingCatalogue[key];
  return spec as SettingSpec<unknown>;
}
