import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useT } from '../i18n/index.ts';
import { announce } from './announce.ts';
import { cx } from './cx.ts';
import css from './HashBlock.module.css';

export interface HashBlockProps {
  /** Digest as hexadecimal. */
  readonly hash: string;
  /** Groups of four on one line. */
  readonly groupsPerLine?: number;
}

/** Hexadecimal text in groups of four. */
export function groupsOfFour(hash: string): string[] {
  return hash.match(/.{1,4}/g) ?? [];
}

/** A digest that people can compare by eye and copy whole. */
export function HashBlock({ hash, groupsPerLine = 8 }: HashBlockProps) {
  const t = useT();
  const groups = groupsOfFour(hash);
  const lines = Array.from({ length: Math.ceil(groups.length / groupsPerLine) }, (_, line) =>
    groups.slice(line * groupsPerLine, (line + 1) * groupsPerLine).join(' '),
  );
  return (
    <span className={cx(css.block)}>
      <code className={cx(css.hash)}>
        {lines.map((line) => (
          <span key={line}>{line} </span>
        ))}
      </code>
      <CopyButton value={hash}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('hash.copied') : t('hash.copy')}>
            <ActionIcon
              size="sm"
              aria-label={t('hash.copy')}
              onClick={() => {
                copy();
                announce(t('hash.copied'));
              }}
            >
              {copied ? <IconCheck size={14} stroke={1.7} /> : <IconCopy size={14} stroke={1.7} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  );
}
