import { defineRules } from '#kernel/schema';

/** Refusals of the explorer, its exports and verification. */
export const auditRules = defineRules({
  'audit.pdf.too-long': {
    status: 422,
    code: 'VALIDATION',
    en: 'More than {limit} entries match, too many to print.',
    fr: 'Plus de {limit} entrées correspondent, trop pour être imprimées.',
    way: { en: 'narrow the filter, or export as CSV or JSON.', fr: 'affinez le filtre, ou exportez en CSV ou JSON.' },
  },
  'audit.verify.unavailable': {
    status: 503,
    code: 'AUDIT_UNAVAILABLE',
    en: 'The audit trail cannot be verified from this process.',
    fr: 'La piste d’audit ne peut pas être vérifiée depuis ce processus.',
  },
});
