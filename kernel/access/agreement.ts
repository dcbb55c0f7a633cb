import { createHash } from 'node:crypto';
import type { Label } from '#kernel/schema';

/** What a person states once before the first signature (21 CFR 11.10(j), 11.100(c)). */
const text: Label = {
  en: 'My electronic signature in this system is the legally binding equivalent of my handwritten signature. I sign only what I have read, in my own name. I keep my password and my passkeys to myself, I never sign for somebody else, and I report at once when somebody may know or hold them. I understand that I am accountable for every action taken under my signature.',
  fr: 'Ma signature électronique dans ce système est l’équivalent juridiquement contraignant de ma signature manuscrite. Je ne signe que ce que j’ai lu, en mon propre nom. Je garde mon mot de passe et mes clés d’accès pour moi, je ne signe jamais pour autrui et je signale aussitôt si quelqu’un peut les connaître ou les détenir. Je comprends que je réponds de toute action accomplie sous ma signature.',
};
/** Changes with any change of the text, so that everybody is asked again. */
const version = `1-${createHash('sha256').update(`${text.en}\n${text.fr}`).digest('hex').slice(0, 12)}`;

export const agreement: { readonly version: string; readonly text: Label } = { version, text };
