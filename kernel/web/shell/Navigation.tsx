import { Tooltip } from '@mantine/core';
import { useClock } from '../i18n/clock.tsx';
import { cx } from '../parts/cx.ts';
import { AppLink } from './AppLink.tsx';
import css from './Navigation.module.css';
import type { NavEntry, NavGroup } from './types.ts';

export interface NavigationProps {
  readonly groups: readonly NavGroup[];
  /** Path of the current page. */
  readonly path: string;
  /** Icons only, with tooltips, in the same order. */
  readonly isRail: boolean;
  readonly onFollow?: () => void;
}

/** Whether `href` is the current place or contains it. */
export function isWithin(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}

/** Modules of the person's roles; the open one is unfolded. The caller puts it inside a navigation landmark. */
export function Navigation({ groups, path, isRail, onFollow }: NavigationProps) {
  return (
    <div className={cx(css.nav, isRail && css.rail)}>
      {groups.map((group) => (
        <div key={group.key} className={cx(css.group)}>
          {group.label && !isRail && <p className={cx(css.groupLabel)}>{group.label}</p>}
          <ul aria-label={group.label}>
            {group.entries.map((entry) => (
              <li key={entry.key}>
                <Entry entry={entry} path={path} isRail={isRail} onFollow={onFollow} />
                {!isRail && entry.children && entry.children.length > 0 && isOpen(entry, path) && (
                  <ul className={cx(css.children)} aria-label={entry.label}>
                    {entry.children.map((child) => (
                      <li key={child.key}>
                        <Entry
                          entry={child}
                          path={child.href === placeIn(entry.children, path) ? path : ''}
                          isRail={false}
                          onFollow={onFollow}
                        />
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function isOpen(entry: NavEntry, path: string): boolean {
  return isWithin(path, entry.href) || (entry.children?.some((child) => isWithin(path, child.href)) ?? false);
}

/** The child whose pages the path is among: a module's first page may have the others below its own address. */
function placeIn(children: NavEntry['children'], path: string): string | undefined {
  const hrefs = (children ?? []).map((child) => child.href).filter((href) => isWithin(path, href));
  return hrefs.sort((a, b) => b.length - a.length)[0];
}

interface EntryProps {
  readonly entry: NavEntry;
  readonly path: string;
  readonly isRail: boolean;
  readonly onFollow: (() => void) | undefined;
}

function Entry({ entry, path, isRail, onFollow }: EntryProps) {
  const clock = useClock();
  const hasCurrentChild = entry.children?.some((child) => isWithin(path, child.href)) ?? false;
  const isCurrent = isWithin(path, entry.href) && (isRail || !hasCurrentChild);
  const link = (
    <AppLink
      href={entry.href}
      isCurrent={isCurrent}
      className={cx(css.entry, isCurrent && css.current, hasCurrentChild && !isRail && css.open)}
      {...(isRail ? { 'aria-label': entry.label } : {})}
      {...(onFollow ? { onClick: onFollow } : {})}
    >
      {entry.icon && <entry.icon size={16} stroke={1.7} aria-hidden="true" />}
      {!isRail && <span className={cx(css.label)}>{entry.label}</span>}
      {!isRail && entry.count !== undefined && <span className={cx(css.count)}>{clock.count(entry.count)}</span>}
    </AppLink>
  );
  return isRail ? (
    <Tooltip label={entry.label} position="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
