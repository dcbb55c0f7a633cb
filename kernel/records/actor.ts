import type { Language } from '#kernel/schema';

/** How far a permission reaches. `all` also passes confidentiality and in-process limits (inspectors, directors). */
export const scopes = ['own', 'department', 'organization', 'all'] as const;
export type Scope = (typeof scopes)[number];
export const widest = (a: Scope | undefined, b: Scope): Scope => (a && scopes.indexOf(a) >= scopes.indexOf(b) ? a : b);

/** Who acts. Built by `kernel/access` from a session, or by `systemActor` for named jobs; never by a module. */
export interface Actor {
  readonly type: 'USER' | 'SYSTEM' | 'INTEGRATION';
  readonly orgId: string;
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly title: string;
  readonly departmentId: string | null;
  readonly siteId: string | null;
  /** IANA zone of the person's site: day-only deadlines end at its midnight. */
  readonly zone: string;
  readonly language: Language;
  readonly grants: ReadonlyMap<string, Scope>;
  /** Hash reference of the session, never the session id. */
  readonly sessionRef: string | null;
  readonly sessionId: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** Job run that acts (AT-09). */
  readonly job?: string;
}

/** Actor of a job, an import or the seed: named, with a reason, holding every permission of the organization except signing. */
export function systemActor(orgId: string, who: string, zone = 'UTC', job?: string): Actor {
  return {
    type: 'SYSTEM',
    orgId,
    userId: '00000000-0000-7000-8000-000000000001',
    username: who,
    name: who,
    title: '',
    departmentId: null,
    siteId: null,
    zone,
    language: 'en',
    grants: new Map(),
    sessionRef: null,
    sessionId: null,
    ip: null,
    userAgent: null,
    ...(job === undefined ? {} : { job }),
  };
}
