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
  /** Time of the last signed checkpoint of the log, in words. */
  readonly checkpointAt?: string | undefined;
  /** Time of a verification just made, in words. */
  readonly verifiedAt?: string | undefined;
  readonly nextEntry?: number | undefined;
  /** The trail does not match what was sealed; the entry, where it is known. */
  readonly isBroken?: boolean;
  readonly brokenEntry?: number | undefined;
  readonly onVerify?: (() => void) | undefined;
  readonly isVerifying?: boolean;
}

/** One sentence above the history: sealed and unchanged, or which entry is not. */
export function SealSentence(props: SealSentenceProps) {
  const {
    total,
    sealed,
    checkpointAt,
    verifiedAt,
    nextEntry,
    isBroken = false,
    brokenEntry,
    onVerify,
    isVerifying = false,
  } = props;
  const t = useT();
  const clock = useClock();
  const Icon = isBroken ? IconShieldX : IconShieldCheck;
  const sentences = isBroken
    ? [brokenEntry === undefined ? t('history.brokenSomewhere') : t('history.brokenAt', { entry: clock.count(brokenEntry) })]
    : [
        t('history.sealedOf', { sealed: clock.count(sealed), total: clock.count(total) }),
        verifiedAt
          ? t('history.verifiedAt', { time: verifiedAt })
          : checkpointAt && t('history.checkpointAt', { time: checkpointAt }),
        nextEntry !== undefined && t('history.sealsNext', { entry: clock.count(nextEntry) }),
      ];
  return (
    <div className={cx(css.sentence, isBroken && css.alarm)} role={isBroken ? 'alert' : 'status'} data-edge="">
      <Icon size={17} stroke={1.7} aria-hidden="true" className={cx(isBroken ? css.broken : css.sealedIcon)} />
      <p>
        <strong>{isBroken ? t('history.broken') : t('history.sealedUnchanged')}</strong> {sentences.filter(Boolean).join(' ')}
      </p>
      {onVerify && <LinkButton onClick={onVerify}>{isVerifying ? t('history.verifying') : t('history.verify')}</LinkButton>}
    </div>
  );
}
