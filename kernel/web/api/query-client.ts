import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

const TRIES = 2;

/** Only what may pass by itself is tried again: no answer, too many requests, an unavailable server. */
function isPassing(error: Error): boolean {
  return error instanceof ApiProblem && [0, 429, 502, 503, 504].includes(error.problem.status);
}

/** Cache of what the server answered. Rows shown stay while newer ones load. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, gcTime: 300_000, retry: (failed, error) => failed < TRIES && isPassing(error) },
    mutations: { retry: false },
  },
});
