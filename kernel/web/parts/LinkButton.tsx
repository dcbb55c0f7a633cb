import { UnstyledButton, type UnstyledButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './LinkButton.module.css';

export interface LinkButtonProps extends UnstyledButtonProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** An action that reads as a link inside a sentence. */
export function LinkButton({ children, ...rest }: LinkButtonProps) {
  return (
    <UnstyledButton {...rest} className={cx(css.link)}>
      {children}
    </UnstyledButton>
  );
}
