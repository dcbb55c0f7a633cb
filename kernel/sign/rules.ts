import { defineRules } from '#kernel/schema';

export const signRules = defineRules({
  'sign.clients-cannot-sign': {
    status: 403,
    code: 'FORBIDDEN',
    en: 'Only a person signs; programs and jobs cannot.',
    fr: 'Seule une personne signe ; ni programme ni tâche automatique.',
  },
  'sign.identity-not-verified': {
    status: 403,
    code: 'IDENTITY_NOT_VERIFIED',
    en: 'Your identity has not been verified yet, so you cannot sign.',
    fr: 'Votre identité n’a pas encore été vérifiée : vous ne pouvez pas signer.',
    way: {
      en: 'an administrator records how your identity was verified.',
      fr: 'un administrateur consigne la vérification de votre identité.',
    },
  },
  'sign.agreement-needed': {
    status: 403,
    code: 'AGREEMENT_NEEDED',
    en: 'Accept the statement on electronic signatures before you sign for the first time.',
    fr: 'Acceptez la déclaration sur les signatures électroniques avant votre première signature.',
    way: { en: 'open your profile and accept it.', fr: 'ouvrez votre profil et acceptez-la.' },
  },
  'sign.blocked': {
    status: 403,
    code: 'SIGNING_BLOCKED',
    en: 'Signing is blocked since your password was reset.',
    fr: 'La signature est bloquée depuis la réinitialisation de votre mot de passe.',
    way: {
      en: 'choose a new password; the security unit is then told.',
      fr: 'choisissez un nouveau mot de passe ; la sécurité en est alors informée.',
    },
  },
  'sign.components-needed': {
    status: 428,
    code: 'SIGNATURE_REQUIRED',
    en: 'This is the first signature of your session: user name and password are both needed.',
    fr: 'Première signature de la session : nom d’utilisateur et mot de passe sont nécessaires.',
  },
  'sign.other-user': {
    status: 403,
    code: 'FORBIDDEN',
    en: 'The user name is not yours. Everybody signs for themselves only; this was reported.',
    fr: 'Ce nom d’utilisateur n’est pas le vôtre. Chacun ne signe que pour soi ; ceci a été signalé.',
  },
  'sign.wrong-password': {
    status: 403,
    code: 'WRONG_PASSWORD',
    en: 'The password is not right. Nothing was signed. Tries left: {remaining}.',
    fr: 'Mot de passe incorrect. Rien n’a été signé. Essais restants : {remaining}.',
  },
  'sign.locked': {
    status: 423,
    code: 'ACCOUNT_LOCKED',
    en: 'The account is locked after too many wrong passwords. Nothing was signed.',
    fr: 'Compte verrouillé après trop de mots de passe erronés. Rien n’a été signé.',
  },
  'sign.no-key': {
    status: 403,
    code: 'SIGNING_BLOCKED',
    en: 'You have no signing key yet: choose a password first.',
    fr: 'Vous n’avez pas encore de clé de signature : choisissez d’abord un mot de passe.',
  },
  'sign.content-changed': {
    status: 409,
    code: 'CONTENT_CHANGED',
    en: 'The content is no longer the one you were shown. Nothing was signed.',
    fr: 'Le contenu n’est plus celui qui vous a été montré. Rien n’a été signé.',
    way: { en: 'look at it again, then sign.', fr: 'relisez-le, puis signez.' },
  },
  'sign.passkey-refused': {
    status: 403,
    code: 'PASSKEY_REFUSED',
    en: 'The passkey does not prove this signature: {cause}. Nothing was signed.',
    fr: 'La clé d’accès ne prouve pas cette signature : {cause}. Rien n’a été signé.',
  },
  'sign.challenge-expired': {
    status: 409,
    code: 'CHALLENGE_EXPIRED',
    en: 'The signature was prepared more than two minutes ago, or was used already.',
    fr: 'La signature a été préparée il y a plus de deux minutes ou a déjà servi.',
  },
});
