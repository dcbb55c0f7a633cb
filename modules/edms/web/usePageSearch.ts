import { useLocation, useNavigate } from '@tanstack/react-router';

export type PageSearch = Readonly<Record<string, unknown>>;

/** Search parameters of the page, and a way to change some of them: the URL says what is shown. */
export function usePageSearch(): readonly [PageSearch, (change: PageSearch) => void] {
  const location = useLocation();
  const navigate = useNavigate();
  const search: PageSearch = { ...location.search };
  const change = (next: PageSearch): void => {
    const given = Object.entries({ ...search, ...next }).filter(([, value]) => value !== undefined && value !== '');
    const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
    void navigate({ href: query ? `${location.pathname}?${query}` : location.pathname, replace: true });
  };
  return [search, change];
}

/** A parameter as text; undefined when absent. */
export const textIn = (search: PageSearch, name: string): string | undefined => {
  const value = search[name];
  return value === undefined || value === null || value === '' ? undefined : String(value);
};
