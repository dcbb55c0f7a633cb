import { type Label, type Language, textOf } from '#kernel/schema';
import { mailSentences, type NotificationType, typeLabels } from './types.ts';

/** Stands for the address of the application, which only the sender knows. */
export const ORIGIN = '{origin}';

export interface Mail {
  readonly subject: string;
  readonly body: string;
}
const greeting: Label = { en: 'Hello {name},', fr: 'Bonjour {name},' };
const open: Label = { en: 'Open it here: {link}', fr: 'Ouvrir ici : {link}' };
const silent: Label = {
  en: 'This mail does not repeat what the record says. Sign in to read it.',
  fr: 'Ce courriel ne répète pas le contenu de l’enregistrement. Connectez-vous pour le lire.',
};

export interface MailFacts {
  readonly type: NotificationType;
  readonly language: Language;
  readonly recipientName: string;
  /** Number of the record, or the name of its type where it has none. */
  readonly number: string;
  readonly path: string;
}

/** A mail in the recipient's language with record number and deep link, and no confidential text (NTF-03). */
export function composeMail(facts: MailFacts): Mail {
  const { language, type, number } = facts;
  const subject = number === '' ? textOf(typeLabels[type], language) : `${textOf(typeLabels[type], language)}: ${number}`;
  const sentence = textOf(mailSentences[type], language, { number }).replace(/\s*:\s*\.$/, '.');
  return {
    subject: oneLine(subject),
    body: paragraphs(language, facts.recipientName, [
      sentence,
      textOf(open, language, { link: `${ORIGIN}${facts.path}` }),
      textOf(silent, language),
    ]),
  };
}

const invitationTexts = {
  invitation: {
    subject: { en: 'Your account is ready', fr: 'Votre compte est prêt' },
    text: {
      en: 'An account was made for you. Choose your password here, once: {link}',
      fr: 'Un compte a été créé pour vous. Choisissez votre mot de passe ici, une seule fois : {link}',
    },
  },
  reset: {
    subject: { en: 'Choose a new password', fr: 'Choisissez un nouveau mot de passe' },
    text: {
      en: 'A new password was asked for. Choose it here, once: {link}',
      fr: 'Un nouveau mot de passe a été demandé. Choisissez-le ici, une seule fois : {link}',
    },
  },
} as const;
const ignore: Label = {
  en: 'If this was not for you, tell an administrator and do not open the link.',
  fr: 'Si ce message ne vous est pas destiné, prévenez un administrateur et n’ouvrez pas le lien.',
};

/** The mail with the single-use link of an invitation or a forgotten password. */
export function composeLinkMail(
  kind: keyof typeof invitationTexts,
  language: Language,
  recipientName: string,
  link: string,
): Mail {
  const texts = invitationTexts[kind];
  const target = /^https?:\/\//.test(link) ? link : `${ORIGIN}${link}`;
  return {
    subject: textOf(texts.subject, language),
    body: paragraphs(language, recipientName, [textOf(texts.text, language, { link: target }), textOf(ignore, language)]),
  };
}

function paragraphs(language: Language, name: string, parts: readonly string[]): string {
  return `${[textOf(greeting, language, { name }), ...parts].join('\n\n')}\n`;
}
/** A header never carries a second line. */
const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ').slice(0, 200);
