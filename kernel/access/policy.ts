import type { Tx } from '#kernel/records';
import { getSetting } from '#kernel/settings';

/** What the organization demands of passwords and sessions (spec 1.9, design 15), from its settings. Times in the unit of their name. */
export interface AccessPolicy {
  readonly idleMinutes: number;
  readonly absoluteHours: number;
  readonly sessionsPerPerson: number;
  readonly failuresBeforeLock: number;
  readonly lockMinutes: number;
  /** 0 = a password never has to change. */
  readonly passwordDays: number;
  readonly passwordHistory: number;
  readonly passwordLength: number;
}
/** In force where the organization set nothing else. */
export const defaultPolicy: AccessPolicy = {
  idleMinutes: 15,
  absoluteHours: 12,
  sessionsPerPerson: 3,
  failuresBeforeLock: 5,
  lockMinutes: 30,
  passwordDays: 90,
  passwordHistory: 12,
  passwordLength: 12,
};

/** Hours an invitation or reset link may be used (USR-01). */
export const LINK_HOURS = 24;

export async function policyOf(tx: Tx): Promise<AccessPolicy> {
  return {
    idleMinutes: await getSetting(tx, 'security.idle-minutes'),
    absoluteHours: await getSetting(tx, 'security.session-hours'),
    sessionsPerPerson: await getSetting(tx, 'security.concurrent-sessions'),
    failuresBeforeLock: await getSetting(tx, 'security.lockout-attempts'),
    lockMinutes: await getSetting(tx, 'security.lockout-minutes'),
    passwordDays: await getSetting(tx, 'security.password-days'),
    passwordHistory: await getSetting(tx, 'security.password-history'),
    passwordLength: await getSetting(tx, 'security.password-length'),
  };
}
