import type { Vault } from '#kernel/sign';
import { DEFAULT_DERIVATION_COST, type DerivationCost } from '../sign/crypto/index.ts';
import { type AccessPolicy, defaultPolicy } from './policy.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';

export interface AccessOptions {
  readonly vault: Vault;
  /** Where people open the application, `https://qms.example.com`. Plain http is for evaluation on localhost only. */
  readonly origin: string;
  readonly environment?: { readonly isProduction: boolean; readonly name: string; readonly notice?: string };
  readonly cost?: DerivationCost;
  /** Sign-in attempts of one address: sustained per second, and at once. */
  readonly signInRate?: { readonly perSecond: number; readonly burst: number };
}

/** Settled configuration of this part, made once at composition. */
export interface Access {
  readonly vault: Vault;
  /** In force until an organization's settings say otherwise. */
  readonly policy: AccessPolicy;
  readonly cost: DerivationCost;
  readonly environment: { readonly isProduction: boolean; readonly name: string; readonly notice?: string };
  /** Cookies carry Secure and the `__Host-` prefix. */
  readonly isSecure: boolean;
  readonly relyingParty: { readonly id: string; readonly origins: readonly string[] };
  readonly signInRate: RateLimit;
}

const localHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Settles options with the defaults of the specification. Throws for plain http on anything but this machine. */
export function configureAccess(options: AccessOptions): Access {
  const url = new URL(options.origin);
  if (url.protocol !== 'https:' && !localHosts.has(url.hostname))
    throw new Error(`${options.origin} is not https: passwords and session cookies would travel in the clear`);
  const rate = options.signInRate ?? { perSecond: 1, burst: 5 };
  return {
    vault: options.vault,
    policy: defaultPolicy,
    cost: options.cost ?? DEFAULT_DERIVATION_COST,
    environment: options.environment ?? { isProduction: false, name: 'Evaluation' },
    isSecure: url.protocol === 'https:',
    relyingParty: { id: url.hostname, origins: [url.origin] },
    signInRate: createRateLimit(rate.perSecond, rate.burst),
  };
}
