import { useQuery } from '@tanstack/react-query';
import { request } from './client.ts';

/** What anyone may know before signing in (`GET /system/info`); what is absent is not shown. */
export interface PublicInfo {
  readonly organization?: string;
  readonly host?: string;
  readonly environment?: { readonly isProduction: boolean; readonly name: string; readonly notice?: string };
  readonly isHealthy?: boolean;
  readonly sealCheckedAt?: string | null;
  readonly release?: string;
  readonly releaseNote?: string;
  readonly plannedWork?: string;
  readonly help?: string;
  readonly zone?: string;
  readonly lockout?: { readonly tries: number; readonly minutes: number };
  readonly idleMinutes?: number;
  /** Ways to sign in besides the password. */
  readonly passkeys?: boolean;
  readonly singleSignOn?: { readonly label: string; readonly url: string };
}

/** Facts for the sign-in page. */
export function usePublicInfo() {
  return useQuery({
    queryKey: ['public-info'],
    queryFn: async ({ signal }): Promise<PublicInfo> => {
      const { data } = await request<{ data: PublicInfo } | PublicInfo>('GET', '/system/info', { signal, isSignIn: true });
      return 'data' in data ? data.data : data;
    },
    staleTime: 300_000,
  });
}
