import { hash, parseOptions, verify } from '@node-rs/argon2';
import { derivation } from './derivation-limit.ts';

/** Cost of one argon2id derivation. */
export interface DerivationCost {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** 64 MiB, three passes, one lane: above the OWASP minimum, about a tenth of a second on a server core. */
export const DEFAULT_DERIVATION_COST: DerivationCost = { memoryKiB: 64 * 1024, iterations: 3, parallelism: 1 };

/**
 * A password as argon2 reads it: NFKC, UTF-8, so that the same characters typed on another keyboard or system give the same
 * bytes (NIST SP 800-63B 5.1.1.2). Nothing is cut off, unlike bcrypt.
 */
export function passwordBytes(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8');
}

/** The argon2id hash of a sign-in password, in PHC text form with salt and cost inside. */
export function hashPassword(password: string, cost: DerivationCost = DEFAULT_DERIVATION_COST): Promise<string> {
  return derivation(() =>
    hash(passwordBytes(password), { memoryCost: cost.memoryKiB, timeCost: cost.iterations, parallelism: cost.parallelism }),
  );
}

/**
 * Whether the password is the one that was hashed. A stored hash that cannot be read verifies nothing. For equal-time answers
 * to unknown sign-in names, verify against the hash of a random password made at start.
 */
export function verifyPassword(hashed: string, password: string): Promise<boolean> {
  return derivation(async () => {
    try {
      return await verify(hashed, passwordBytes(password));
    } catch {
      return false;
    }
  });
}

/** Whether a hash was made at another cost, version or algorithm than today's and should be replaced at the next sign-in. */
export function needsRehash(hashed: string, cost: DerivationCost = DEFAULT_DERIVATION_COST): boolean {
  if (!hashed.startsWith('$argon2id$v=19$')) return true;
  try {
    const made = parseOptions(hashed);
    return made.memoryCost !== cost.memoryKiB || made.timeCost !== cost.iterations || made.parallelism !== cost.parallelism;
  } catch {
    return true;
  }
}
