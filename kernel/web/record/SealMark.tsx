import { IconHourglass, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { LinkButton } from '../parts/LinkButton.tsx';
import css from './SealMark.module.css';

export interface SealMarkProps {
  readonly seal: 'sealing' | 'sealed' | 'broken';
  /** Number in the sealed log. */
  readonly entry: number | null;
}

/** State of the seal of one entry. */
export function SealMark({ seal, entry }: SealMarkProps) {
  const t = useT();
  const clock = useClock();
  const Icon = { sealing: IconHourglass, sealed: IconShieldCheck, broken: IconShieldX }[seal];
  return (
    <span className={cx(css.mark, css[seal])} title={t(`seal.${seal}`)}>
      <Icon size={14} stroke={1.7} aria-label={t(`seal.${seal}`)} role="img" />
      {seal === 'sealing' || entry === null ? t(`seal.${seal}`) : clock.count(entry)}
    </span>
  );
}

export interface SealSentenceProps {
  readonly total: number;
  readonly sealed: number;
  /** Time of the last check, in words. */
  readonly lastCheck?: string | undefined;
  readonly nextEntry?: number | undefined;
  /** Entry that does not match what was sealed. */
  readonly brokenEntry?: number | undefined;
  readonly onVerify?: (() => void) | undefined;
  readonly isVerifying?: boolean;
}

/** One sentence above the history: sealed and unchanged, or which entry is not. */
export function SealSentence({
  total,
  sealed,
  lastCheck,
  nextEntry,
  brokenEntry,
  onVerify,
  isVerifying = false,
}: SealSentenceProps) {
  const t = useT();
  const clock = useClock();
  const isBroken = brokenEntry !== undefined;
  const Icon = isBroken ? IconShieldX : IconShieldCheck;
  return (
    <div className={cx(css.sentence, isBroken && css.alarm)} role={isBroken ? 'alert' : undefined} data-edge="">
      <Icon size={17} stroke={1.7} aria-hidden="true" className={cx(isBroken ? css.broken : css.sealedIcon)} />
      <p>
        <strong>{isBroken ? t('history.broken') : t('history.sealedUnchanged')}</strong>{' '}
        {isBroken
          ? t('history.brokenAt', { entry: clock.count(brokenEntry) })
          : t('history.sealedOf', { sealed: clock.count(sealed), total: clock.count(total), check: lastCheck ?? '–' })}{' '}
        {nextEntry !== undefined && t('history.sealsNext', { entry: clock.count(nextEntry) })}
      </p>
      {onVerify && <LinkButton onClick={onVerify}>{isVerifying ? t('history.verifying') : t('history.verify')}</LinkButton>}
    </div>
  );
}
