import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Language } from '#kernel/schema';
import { request } from './client.ts';

/** The signed-in person's own account, as far as the frame and the profile show it. */
export interface OwnAccount {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly email?: string;
  readonly jobTitle?: string | null;
  readonly phone?: string | null;
  readonly language?: Language;
  readonly timeZone?: string | null;
  readonly mutedMail?: boolean;
}

/** Who is signed in, where, and what the frame of every page needs (`GET /auth/profile`). */
export interface Session {
  readonly user: OwnAccount;
  readonly organization: { readonly id: string; readonly name: string };
  readonly sites: readonly { readonly id: string; readonly name: string; readonly zone: string }[];
  readonly siteId?: string;
  /** Permissions as `module.record.verb`. */
  readonly permissions: readonly string[];
  /** Widest scope of each permission: own, department, organization, all. */
  readonly scopes?: Readonly<Record<string, string>>;
  /** Modules switched on for the organization. */
  readonly modules?: readonly string[];
  readonly environment: { readonly isProduction: boolean; readonly name: string; readonly notice?: string };
  /** IANA zone the person works in. */
  readonly zone?: string;
  readonly signedInAt: string;
  /** What limits the session until its owner does something about it. */
  readonly restrictions?: readonly ('locked' | 'password-expired')[];
  /** Server clock, ISO instant, at the moment of the answer. */
  readonly now?: string;
  readonly signing: {
    /** Nothing was signed in this session yet: both components are asked (11.200(a)(1)(i)). */
    readonly isFirst: boolean;
    readonly hasPasskey: boolean;
    readonly isPasskeyOnly?: boolean;
    /** What this person still needs before they can sign; empty when they can. */
    readonly missing?: readonly ('identity' | 'agreement' | 'blocked' | 'key')[];
  };
  /** Minutes without activity after which the session ends. */
  readonly idleMinutes?: number;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** One-time code, where the account asks for it. */
  readonly code?: string;
}

export const sessionKey = ['session'] as const;

export const sessionQuery = {
  queryKey: sessionKey,
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Session> => {
    const { data } = await request<{ data: Session } | Session>('GET', '/auth/profile', { signal });
    return 'data' in data ? data.data : data;
  },
  staleTime: 60_000,
};

/** The session, once signed in. */
export function useSession() {
  return useQuery(sessionQuery);
}

/** Signs in; the session is read afresh afterwards. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => request('POST', '/auth/login', { body: credentials, isSignIn: true }),
    onSuccess: () => client.resetQueries(),
  });
}

/** Signs out and forgets everything that was read. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request('POST', '/auth/logout', { isSignIn: true }),
    onSettled: () => client.clear(),
  });
}
