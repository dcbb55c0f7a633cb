import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorInPlace } from '../../parts/ErrorInPlace.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';

export interface AnsweredProps<T> {
  readonly answer: UseQueryResult<T>;
  /** What is being read, for the error: "Jobs". */
  readonly what: string;
  readonly rows?: number;
  /** Widths of the real columns. */
  readonly widths?: readonly string[];
  readonly children: (data: T) => ReactNode;
}

/** Shows an answer once it is there; rows to come before, the cause in place when it failed. */
export function Answered<T>({ answer, what, rows = 4, widths = ['10rem', '20rem', '10rem'], children }: AnsweredProps<T>) {
  if (answer.data !== undefined) return children(answer.data);
  if (answer.error) return <ErrorInPlace error={answer.error} what={what} onRetry={() => void answer.refetch()} />;
  return <SkeletonRows rows={rows} widths={widths} />;
}
