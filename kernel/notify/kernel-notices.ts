import { WATCH_SECURITY } from '#kernel/access';
import { DELIVERY_DEAD, originOf, redactEvent } from '#kernel/events';
import { JOBS_FAILED, JOBS_SILENT, MANAGE_JOBS } from '#kernel/jobs';
import type { Subscription, Tx } from '#kernel/records';
import type { Label } from '#kernel/schema';
import { composeLinkMail } from './compose.ts';
import { insertNotification, notify, peopleOf, queueMail } from './notify.ts';
import { administratorsOf, holdersOf } from './recipients.ts';

type Payload = Readonly<Record<string, unknown>>;
const textIn = (payload: Payload, name: string): string | undefined =>
  typeof payload[name] === 'string' && payload[name] !== '' ? payload[name] : undefined;
const textsIn = (payload: Payload, name: string): string[] =>
  Array.isArray(payload[name]) ? payload[name].filter((x): x is string => typeof x === 'string') : [];
const keyOf = (payload: Payload, what: string) => {
  const origin = originOf(payload);
  return origin ? { key: `${what}:${origin.id}` } : {};
};

/** The single-use link goes by mail only, and its text is erased once it was handed to a server. `kind`: invitation or reset. */
const invited: Subscription = {
  event: 'access.invited',
  name: 'notify.invited',
  async handle(tx, payload) {
    const [person] = await peopleOf(tx, [textIn(payload, 'userId') ?? ''].filter(Boolean), ['PENDING', 'ACTIVE']);
    const kind = payload.kind === 'reset' ? 'reset' : 'invitation';
    const link = textIn(payload, 'link') ?? `/${kind}/${textIn(payload, 'token') ?? ''}`;
    if (!person) return;
    const request = {
      recipients: [person.id],
      type: 'security',
      title: { en: 'A sign-in link was sent', fr: 'Un lien de connexion a été envoyé' },
      ...keyOf(payload, 'link'),
    } as const;
    const id = await insertNotification(tx, request, person, '/sign-in', false);
    await redactEvent(tx, payload, ['token', 'link']);
    if (id !== undefined) await queueMail(tx, id, person, composeLinkMail(kind, person.language, person.name, link), true);
  },
};

const securityTitles: Readonly<Record<string, Label>> = {
  'account-locked': {
    en: 'An account was locked after wrong passwords',
    fr: 'Un compte a été verrouillé après des mots de passe erronés',
  },
  'locked-account-used': { en: 'Somebody tried to use a locked account', fr: 'Tentative d’utilisation d’un compte verrouillé' },
  'session-moved': { en: 'A session was used from another place', fr: 'Une session a été utilisée depuis un autre endroit' },
  'foreign-signature-id': { en: 'Somebody tried to sign under another name', fr: 'Tentative de signature sous un autre nom' },
  'password-reset-started': { en: 'A forgotten password was reported', fr: 'Un mot de passe oublié a été signalé' },
  'password-reset-done': { en: 'A password was set anew through a link', fr: 'Un mot de passe a été redéfini par lien' },
  'superuser-operational': {
    en: 'A superuser holds operational permissions',
    fr: 'Un superutilisateur détient des permissions opérationnelles',
  },
  'setting-change-requested': {
    en: 'A change that weakens control waits for a second person',
    fr: 'Un changement affaiblissant le contrôle attend une seconde personne',
  },
};
const otherSecurity: Label = { en: 'Security notice', fr: 'Avis de sécurité' };

/** Security matters go to the security unit and to the person concerned (P11-300d-2). */
const security: Subscription = {
  event: 'access.security',
  name: 'notify.security',
  async handle(tx, payload) {
    const concerned = [textIn(payload, 'userId'), ...textsIn(payload, 'userIds')].filter((id) => id !== undefined);
    const title = textIn(payload, 'title') ?? securityTitles[textIn(payload, 'kind') ?? ''] ?? otherSecurity;
    const recipients = [...(await holdersOf(tx, [WATCH_SECURITY])), ...concerned];
    const path =
      textIn(payload, 'path') ??
      (textIn(payload, 'kind') === 'setting-change-requested' ? '/system/settings' : '/system/audit-trail');
    await notify(tx, {
      recipients,
      type: 'security',
      title,
      message: textIn(payload, 'message') ?? null,
      path,
      priority: 'high',
      ...keyOf(payload, 'security'),
    });
  },
};

/** Whoever may not read the record was refused when the comment was written (NTF-07); here everybody named may. */
const mentioned: Subscription = {
  event: 'notes.mentioned',
  name: 'notify.mentioned',
  async handle(tx, payload) {
    const by = textIn(payload, 'by');
    const who = by === undefined ? (originOf(payload)?.actorName ?? '') : await tx.ports.people.nameOf(tx, by);
    const entity = textIn(payload, 'entity');
    const recordId = textIn(payload, 'id') ?? textIn(payload, 'recordId');
    const number = textIn(payload, 'number') ?? null;
    await notify(tx, {
      recipients: textsIn(payload, 'people'),
      type: 'mention',
      number,
      actorId: by ?? null,
      title: {
        en: `${who} mentioned you${number === null ? '' : ` in ${number}`}`,
        fr: `${who} vous a mentionné${number === null ? '' : ` dans ${number}`}`,
      },
      ...(entity === undefined ? {} : { entity }),
      ...(recordId === undefined ? {} : { recordId }),
      key: `comment:${textIn(payload, 'commentId') ?? originOf(payload)?.id ?? ''}`,
    });
  },
};

const toSuperusers = (
  event: string,
  name: string,
  title: (payload: Payload) => Label,
  message: (payload: Payload) => string | undefined,
): Subscription => ({
  event,
  name,
  handle: async (tx, payload) => {
    const recipients = await audience(tx, textIn(payload, 'module'));
    await notify(tx, {
      recipients,
      type: 'system',
      title: title(payload),
      message: message(payload) ?? null,
      path: '/system/jobs',
      priority: 'high',
      ...keyOf(payload, name),
    });
  },
});
/** Superusers, and the administrators of the module whose job it is. */
async function audience(tx: Tx, module: string | undefined): Promise<string[]> {
  return [...(await holdersOf(tx, [MANAGE_JOBS])), ...(module === undefined ? [] : await administratorsOf(tx, module))];
}
const subject = (payload: Payload) =>
  textIn(payload, 'code') ?? textIn(payload, 'worker') ?? textIn(payload, 'subscription') ?? '';

export const kernelNotices: readonly Subscription[] = [
  invited,
  security,
  mentioned,
  toSuperusers(
    JOBS_FAILED,
    'notify.job-failed',
    (p) => ({ en: `Job ${subject(p)} failed`, fr: `La tâche planifiée ${subject(p)} a échoué` }),
    (p) => textIn(p, 'error'),
  ),
  toSuperusers(
    JOBS_SILENT,
    'notify.job-silent',
    (p) => ({
      en: `No sign of life for two minutes: ${subject(p)}`,
      fr: `Aucun signe de vie depuis deux minutes : ${subject(p)}`,
    }),
    (p) => textIn(p, 'lastHeard'),
  ),
  toSuperusers(
    DELIVERY_DEAD,
    'notify.delivery-dead',
    (p) => ({ en: `An event was given up: ${subject(p)}`, fr: `Un événement a été abandonné : ${subject(p)}` }),
    (p) => textIn(p, 'error'),
  ),
];
