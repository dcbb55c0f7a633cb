import { Link } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

export interface AppLinkProps {
  /** Path inside the application, with its search if any. */
  readonly href: string;
  readonly className?: string;
  readonly isCurrent?: boolean;
  readonly 'aria-label'?: string;
  readonly tabIndex?: number;
  readonly onClick?: () => void;
  readonly ref?: Ref<HTMLAnchorElement>;
  readonly children: ReactNode;
}

/** A link inside the application. Loads what it leads to when pointed at; opens a new tab with Ctrl as any link does. */
export function AppLink({ href, isCurrent, children, ...rest }: AppLinkProps) {
  const [path = '/', search] = href.split('?');
  return (
    <Link
      {...rest}
      to={path}
      {...(search ? { search: Object.fromEntries(new URLSearchParams(search)) as never } : {})}
      preload="intent"
      activeProps={{}}
      aria-current={isCurrent ? 'page' : undefined}
    >
      {children}
    </Link>
  );
}
