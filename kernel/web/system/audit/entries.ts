/** An event as `GET /system/audit-trail` answers it. */
export interface TrailEntry {
  /** Leaf number in the sealed log; null while sealing. */
  readonly entry: number | null;
  readonly epoch: number;
  readonly ord: number;
  readonly at: string;
  readonly actor: { readonly id: string; readonly name: string; readonly type: string; readonly onBehalfOf: string | null };
  readonly action: string;
  readonly transition: string | null;
  readonly version: number | null;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
  readonly reason: string | null;
  readonly signatureId: string | null;
  readonly request: string | null;
  readonly ip: string | null;
  readonly previousLeaf: string | null;
  readonly job: string | null;
  readonly detail: unknown;
  readonly module: string;
  readonly entity: string;
  readonly entityLabel: string | null;
  readonly recordId: string | null;
  readonly number: string | null;
}

export interface TrailAnswer {
  readonly items: readonly TrailEntry[];
  readonly page: { readonly next: string | null };
}

/** What the last verification of the whole trail said. */
export interface Integrity {
  readonly result: 'COMPLIANT' | 'NON_COMPLIANT';
  readonly verifiedAt: string | null;
  readonly intactPercent: number;
  readonly events: number;
  readonly faults: number;
  readonly findings: readonly string[];
}

export interface ReportAnswer {
  readonly data: {
    readonly from: string;
    readonly to: string;
    readonly total: number;
    readonly byAction: readonly { readonly action: string; readonly count: number }[];
    readonly byUser: readonly { readonly id: string; readonly name: string; readonly count: number }[];
    readonly byDay: readonly { readonly day: string; readonly count: number }[];
    readonly integrity: Integrity;
  };
}

/** Signed head of the log and the keys to check it with. */
export interface Checkpoint {
  readonly epoch: number;
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly at: string;
  readonly vkeys: readonly string[];
}

export const TRAIL = '/system/audit-trail';

/** Actions of the trail in the order people look for them; others keep their own name. */
export const actions = [
  'CREATE',
  'UPDATE',
  'TRANSITION',
  'VOID',
  'SIGN',
  'APPROVE',
  'REJECT',
  'SIGN_FAILED',
  'VIEW',
  'DOWNLOAD',
  'PRINT',
  'EXPORT',
  'LOGIN',
  'LOGIN_FAILED',
  'LOGOUT',
  'ACCESS_DENIED',
  'ROLE_GRANT',
  'ROLE_REVOKE',
  'UNLOCK',
  'PASSWORD_SET',
  'PASSWORD_RESET',
  'LINK_SENT',
  'SESSIONS_ENDED',
  'IDENTITY_VERIFIED',
  'AGREEMENT_ACCEPTED',
  'PASSKEY_ADDED',
  'PASSKEY_REVOKED',
  'KEY_ISSUED',
  'SECURITY',
  'CONFIG',
  'REASSIGN',
  'ESCALATE',
  'JOB',
  'VERIFY',
  'INTEGRITY_FAILURE',
  'BACKUP',
  'RESTORE',
  'INTEGRATION',
] as const;
export type KnownAction = (typeof actions)[number];

/** The known action of that name. */
export const knownAction = (name: string): KnownAction | undefined => actions.find((known) => known === name);

/** Filters of the explorer as they stand in the URL and in the API. */
export const filterNames = ['q', 'user', 'record', 'action', 'module', 'entity', 'from', 'to'] as const;

/** The part of a search that filters the trail. */
export function trailFilter(search: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    filterNames.flatMap((name): [string, string][] => {
      const value = search[name];
      return value ? [[name, value]] : [];
    }),
  );
}
