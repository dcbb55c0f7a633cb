import type { FieldFault } from '#kernel/schema';
import { commonPasswords, commonStems } from './common-passwords.ts';
import type { AccessPolicy } from './policy.ts';

/** Whose password it is: none of these may be inside it (USR-12). */
export interface PasswordOwner {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

const LONGEST = 128;
const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const rows = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
];
const runs = rows.flatMap((row) => [row + row, [...row, ...row].reverse().join('')]);

const fold = (text: string) => text.normalize('NFKC').toLowerCase();
const plain = (text: string) => fold(text).replace(/[013457@$!]/g, (c) => leet[c] ?? c);

/** A piece that repeats itself to the end: "abcabcabcabc", "aaaaaaaaaaaa". */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= Math.min(5, text.length / 2); length++)
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true;
  return false;
}
/** Whether the text is made of neighbours on a keyboard, in the alphabet or among the digits, in pieces of four and more. */
function isRuns(text: string): boolean {
  let rest = text;
  while (rest.length > 0) {
    let taken = 0;
    for (let n = 4; n <= rest.length && runs.some((run) => run.includes(rest.slice(0, n))); n++) taken = n;
    if (taken === 0) return rest.length <= 2 && rest.length < text.length;
    rest = rest.slice(taken);
  }
  return true;
}
/** What is left when the words everybody uses, years and digits are taken out. */
function remainder(text: string): string {
  let rest = text;
  for (const stem of commonStems) rest = rest.replaceAll(stem, ' ');
  return rest.replace(/[^\p{L}]/gu, '');
}

/** The first reason why a password is refused, as end of the sentence "The password cannot be used: …"; undefined when it may be used. */
export function passwordFault(
  password: string,
  owner: PasswordOwner,
  policy: Pick<AccessPolicy, 'passwordLength'>,
): string | undefined {
  const text = password.normalize('NFKC');
  const length = [...text].length;
  if (length < policy.passwordLength) return `it needs at least ${policy.passwordLength} characters`;
  if (length > LONGEST) return `it is longer than ${LONGEST} characters`;
  const folded = fold(password);
  const readable = plain(password);
  const personal = [owner.username, owner.firstName, owner.lastName, owner.email.split('@')[0] ?? '']
    .map(fold)
    .filter((name) => name.length >= 3);
  if (personal.some((name) => folded.includes(name) || readable.includes(plain(name))))
    return 'it contains your name or user name';
  if (commonPasswords.has(folded) || commonPasswords.has(readable)) return 'it is one of the passwords tried first';
  if (isRepetition(folded) || isRuns(folded)) return 'it is a pattern';
  if (new Set(folded).size < 5) return 'it has too few different characters';
  // "Password2026!!" is the word everybody thinks of with a year: long, and guessed at once.
  const core = plain(folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''));
  if (Math.min(remainder(core).length, remainder(folded).length) < 4) return 'it consists of words and numbers tried first';
  return undefined;
}

/** The same as a fault of an input field. */
export const passwordFieldFault = (path: string, message: string): FieldFault => ({
  path,
  message,
  rule: 'access.password.weak',
});
