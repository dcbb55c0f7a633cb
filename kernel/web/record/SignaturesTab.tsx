import { useQuery } from '@tanstack/react-query';
import { meanings } from '#kernel/schema';
import { request } from '../api/client.ts';
import { useRecordPart } from '../api/records.ts';
import { useClock } from '../i18n/clock.tsx';
import { evidenceTime } from '../i18n/format.ts';
import { useLabel, useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { EmptyState } from '../parts/EmptyState.tsx';
import { ErrorInPlace } from '../parts/ErrorInPlace.tsx';
import { HashBlock } from '../parts/HashBlock.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import type { RecordPanelProps } from '../screens/screens-for.ts';
import type { SignatureAnswer } from './answers.ts';
import css from './tabs-common.module.css';

interface Verdict {
  readonly valid: boolean;
  readonly cause?: string;
}

/** Signatures with printed name, date and time, and meaning (21 CFR 11.50), each verifiable on the spot. */
export function SignaturesTab({ record, row }: RecordPanelProps) {
  const t = useT();
  const clock = useClock();
  const label = useLabel();
  const found = useRecordPart<SignatureAnswer>(record, row.id, 'signatures');
  if (found.error) return <ErrorInPlace error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonRows rows={3} widths={['12rem', '16rem', '20rem']} />;
  if (found.data.items.length === 0) return <EmptyState title={t('record.noSignatures')} />;
  const sentence = (meaning: string): string => {
    const known = Object.entries(meanings).find(([key]) => key === meaning)?.[1];
    return known ? label(known) : '';
  };
  return (
    <div className={cx(css.page)}>
      <table className={cx(css.table)}>
        <thead>
          <tr>
            <th scope="col">{t('history.who')}</th>
            <th scope="col">{t('sign.meaning')}</th>
            <th scope="col">{t('history.when')}</th>
            <th scope="col">{t('history.why')}</th>
            <th scope="col">{t('sign.hash')}</th>
            <th scope="col">{t('record.verify')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.items.map((signature) => (
            <tr key={signature.id} data-print-keep="">
              <th scope="row">
                {signature.printedName}
                <div className={cx(css.muted)}>{signature.jobTitle}</div>
                {signature.onBehalfOf && (
                  <div className={cx(css.muted)}>{t('sign.onBehalfOf', { name: signature.onBehalfOf })}</div>
                )}
              </th>
              <td>
                <strong>{signature.meaning}</strong>
                <div className={cx(css.muted)}>{sentence(signature.meaning)}</div>
                <div className={cx(css.muted)}>{t('record.revision', { n: signature.recordRevision })}</div>
              </td>
              <td>
                {clock.moment(signature.signedAt)}
                <div className={cx(css.muted)}>{evidenceTime(signature.signedAt)}</div>
                <div className={cx(css.muted)}>{t(signature.method === 'PASSKEY' ? 'sign.passkey' : 'sign.password')}</div>
              </td>
              <td>{signature.reason ?? '–'}</td>
              <td>
                <HashBlock hash={signature.contentHash} groupsPerLine={4} />
              </td>
              <td>
                <Verify id={signature.id} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Verify({ id }: { readonly id: string }) {
  const t = useT();
  const verdict = useQuery({
    queryKey: ['verify', id],
    queryFn: async ({ signal }) => (await request<{ data: Verdict }>('GET', `/signatures/${id}/verify`, { signal })).data.data,
    enabled: false,
  });
  if (verdict.isFetching) return <span role="status">{t('history.verifying')}</span>;
  if (verdict.error) return <span role="alert">{verdict.error.message}</span>;
  if (verdict.data)
    return (
      <strong role="status">
        {verdict.data.valid ? t('record.verified') : `${t('record.invalid')} ${verdict.data.cause ?? ''}`}
      </strong>
    );
  return <LinkButton onClick={() => void verdict.refetch()}>{t('record.verify')}</LinkButton>;
}
