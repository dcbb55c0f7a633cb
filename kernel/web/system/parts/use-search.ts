import { useLocation, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Search = Readonly<Record<string, string>>;

/** The search of the page's URL, which is what it shows, and a way to change it in place. Empty values leave it. */
export function useSearchState(): readonly [Search, (next: Readonly<Record<string, string | undefined>>) => void] {
  const location = useLocation();
  const navigate = useNavigate();
  const given = Object.entries(location.search).flatMap(([key, value]): [string, string][] =>
    value === undefined || value === null ? [] : [[key, String(value)]],
  );
  const path = location.pathname;
  const set = useCallback(
    (next: Readonly<Record<string, string | undefined>>) => {
      const kept = Object.entries(next).filter((entry): entry is [string, string] => Boolean(entry[1]));
      const query = new URLSearchParams(kept).toString();
      void navigate({ href: query ? `${path}?${query}` : path, replace: true });
    },
    [navigate, path],
  );
  return [Object.fromEntries(given), set];
}
