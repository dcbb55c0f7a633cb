import type { Label } from '#kernel/schema';

/** Kinds of notification (spec 1.8); preferences are set per kind. */
export const notificationTypes = [
  'assignment',
  'approval_needed',
  'due_soon',
  'overdue',
  'escalation',
  'rejected',
  'effective',
  'mention',
  'security',
  'system',
] as const;
export type NotificationType = (typeof notificationTypes)[number];
export type Channel = 'in_app' | 'mail';
export type Priority = 'low' | 'normal' | 'high' | 'urgent';

/** Never muted, on no channel (NTF-02). */
export const mandatoryTypes: ReadonlySet<NotificationType> = new Set(['security', 'overdue', 'approval_needed']);

export const typeLabels: Readonly<Record<NotificationType, Label>> = {
  assignment: { en: 'Task assigned', fr: 'Tâche attribuée' },
  approval_needed: { en: 'Signature needed', fr: 'Signature attendue' },
  due_soon: { en: 'Due soon', fr: 'Échéance proche' },
  overdue: { en: 'Overdue', fr: 'En retard' },
  escalation: { en: 'Escalation', fr: 'Escalade' },
  rejected: { en: 'Returned', fr: 'Renvoi' },
  effective: { en: 'In force', fr: 'Entrée en vigueur' },
  mention: { en: 'You were mentioned', fr: 'Vous êtes mentionné' },
  security: { en: 'Security notice', fr: 'Avis de sécurité' },
  system: { en: 'System notice', fr: 'Avis du système' },
};

/** What a mail says: one sentence per kind, never the content of the record (NTF-03). `{number}` is the record's number or type. */
export const mailSentences: Readonly<Record<NotificationType, Label>> = {
  assignment: { en: 'A task waits for you: {number}.', fr: 'Une tâche vous attend : {number}.' },
  approval_needed: { en: 'Your signature is needed: {number}.', fr: 'Votre signature est attendue : {number}.' },
  due_soon: { en: 'A task of yours is due soon: {number}.', fr: 'Une de vos tâches arrive à échéance : {number}.' },
  overdue: { en: 'A task of yours is overdue: {number}.', fr: 'Une de vos tâches est en retard : {number}.' },
  escalation: {
    en: 'An overdue task needs your attention: {number}.',
    fr: 'Une tâche en retard demande votre attention : {number}.',
  },
  rejected: { en: 'Something of yours was returned: {number}.', fr: 'Un de vos éléments a été renvoyé : {number}.' },
  effective: { en: 'Now in force: {number}.', fr: 'Désormais en vigueur : {number}.' },
  mention: { en: 'Somebody mentioned you: {number}.', fr: 'Quelqu’un vous a mentionné : {number}.' },
  security: { en: 'A security notice waits for you.', fr: 'Un avis de sécurité vous attend.' },
  system: { en: 'A notice of the system waits for you.', fr: 'Un avis du système vous attend.' },
};
