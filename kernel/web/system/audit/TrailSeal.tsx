import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useState } from 'react';
import { useClock } from '../../i18n/clock.tsx';
import { dayNumber } from '../../i18n/format.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Dialog, DialogBody } from '../../parts/Dialog.tsx';
import { HashBlock } from '../../parts/HashBlock.tsx';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { Message } from '../../parts/Message.tsx';
import { LabelValues } from '../../parts/Section.tsx';
import { dayText } from '../parts/filters.tsx';
import { ProblemMessage, problemOf } from '../parts/ProblemMessage.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange, useMay } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import css from './audit.module.css';
import { type Checkpoint, type ReportAnswer, TRAIL } from './entries.ts';

/** One sentence on the seal of the whole trail: what the last verification said, and the newest checkpoint. */
export function TrailSeal() {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const mayVerify = useMay()('system.audit.verify');
  // The integrity of the whole trail comes with a report; one over today counts the fewest events.
  const today = dayText(dayNumber(clock.now, clock.zone));
  const report = useAnswer<ReportAnswer>(`${TRAIL}/report`, { query: { from: today, to: today } });
  const head = useAnswer<{ readonly data: Checkpoint | null }>(`${TRAIL}/checkpoint`);
  const verify = useChange<{ readonly data: { readonly ok: boolean } | null }>([`${TRAIL}/report`, `${TRAIL}/checkpoint`, TRAIL]);
  const [isExplained, setExplained] = useState(false);
  const integrity = report.data?.data.integrity;
  const checkpoint = head.data?.data ?? undefined;
  if (!integrity) return report.error ? <ProblemLine error={report.error} /> : null;
  const isBroken = integrity.verifiedAt !== null && integrity.result !== 'COMPLIANT';
  const sentences = [
    integrity.verifiedAt === null
      ? s('audit.neverVerified')
      : s('audit.lastCheck', { time: clock.moment(integrity.verifiedAt), events: clock.count(integrity.events) }),
    checkpoint && s('audit.checkpoint', { time: clock.time(checkpoint.at), size: clock.count(checkpoint.size) }),
  ];
  return (
    <>
      <Message
        tone={isBroken ? 'bad' : 'plain'}
        icon={isBroken ? IconShieldX : IconShieldCheck}
        role={isBroken ? 'alert' : 'status'}
        title={isBroken ? t('history.broken') : integrity.verifiedAt === null ? s('audit.sealed') : t('history.sealedUnchanged')}
        action={
          <>
            {mayVerify && (
              <LinkButton onClick={() => !verify.isPending && verify.mutate({ path: `${TRAIL}/verify`, body: {} })}>
                {verify.isPending ? t('history.verifying') : t('history.verify')}
              </LinkButton>
            )}
            <LinkButton onClick={() => setExplained(true)}>{t('history.proves')}</LinkButton>
          </>
        }
      >
        {sentences.filter(Boolean).join(' ')} {verify.data && verify.data.data === null && s('audit.verifyContinues')}
      </Message>
      {verify.error && <ProblemLine error={verify.error} />}
      {isBroken && (
        <ul className={cx(parts.stack)}>
          {integrity.findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
      {isExplained && (
        <Dialog title={t('history.proves')} size="44rem" onClose={() => setExplained(false)}>
          <DialogBody>
            <div className={cx(css.proof)}>
              <p>{s('audit.proof.chain')}</p>
              <p>{s('audit.proof.check')}</p>
              <p>{s('audit.proof.outside')}</p>
              {checkpoint && (
                <>
                  <LabelValues
                    columns={1}
                    items={[
                      { key: 'size', label: s('audit.proof.size'), value: clock.count(checkpoint.size) },
                      { key: 'at', label: s('audit.proof.at'), value: clock.moment(checkpoint.at) },
                      { key: 'root', label: s('audit.proof.root'), value: <HashBlock hash={checkpoint.root} /> },
                    ]}
                  />
                  <p>{s('audit.proof.note')}</p>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways and must be reachable with the keyboard */}
                  <pre className={cx(css.note, parts.mono)} tabIndex={0}>
                    {checkpoint.note}
                  </pre>
                  <p>{s('audit.proof.keys')}</p>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways and must be reachable with the keyboard */}
                  <pre className={cx(css.note, parts.mono)} tabIndex={0}>
                    {checkpoint.vkeys.join('\n')}
                  </pre>
                </>
              )}
            </div>
          </DialogBody>
        </Dialog>
      )}
    </>
  );
}

function ProblemLine({ error }: { readonly error: unknown }) {
  const problem = problemOf(error);
  return problem ? <ProblemMessage problem={problem} /> : null;
}
