import { IconAlertOctagonFilled, IconCheck, IconCircleCheckFilled } from '@tabler/icons-react';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { HashBlock } from '../parts/HashBlock.tsx';
import css from './SignDialog.module.css';
import type { SignDialogProps } from './types.ts';

type SignedContentProps = Pick<SignDialogProps, 'subjects' | 'meaning' | 'signer' | 'identical' | 'outcomes'>;

/** What the signature binds: record and version, title, meaning, signer and content hash; a list of them when several are signed. */
export function SignedContent({ subjects, meaning, signer, identical, outcomes }: SignedContentProps) {
  const t = useT();
  const [only] = subjects;
  const isBulk = subjects.length > 1;
  return (
    <div className={cx(css.content)} data-edge="">
      <dl className={cx(css.facts)}>
        {!isBulk && only && (
          <>
            <dt>{t('sign.record')}</dt>
            <dd>
              <strong>{only.number}</strong>
              {only.version ? `, ${only.version}` : ''}
            </dd>
            <dt>{t('sign.recordTitle')}</dt>
            <dd>
              <strong className={cx(css.recordTitle)}>{only.title}</strong>
            </dd>
          </>
        )}
        <dt>{t('sign.meaning')}</dt>
        <dd>
          <strong>{meaning.constant}</strong>: {meaning.sentence}
        </dd>
        <dt>{t('sign.signer')}</dt>
        <dd>
          {signer.name}
          {signer.capacity ? `, ${signer.capacity}` : ''}
        </dd>
        {!isBulk && only && (
          <>
            <dt>{t('sign.hash')}</dt>
            <dd>
              <HashBlock hash={only.contentHash} />
              {identical && (
                <span
                  className={cx(identical.isIdentical ? css.same : css.different)}
                  role={identical.isIdentical ? undefined : 'alert'}
                >
                  {identical.isIdentical ? (
                    <IconCheck size={15} stroke={1.7} aria-hidden="true" />
                  ) : (
                    <IconAlertOctagonFilled size={15} aria-hidden="true" />
                  )}
                  {identical.text}
                </span>
              )}
            </dd>
          </>
        )}
      </dl>
      {isBulk && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={cx(css.bulk)} tabIndex={0} aria-label={t('sign.records')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('sign.record')}</th>
                <th scope="col">{t('sign.recordTitle')}</th>
                <th scope="col">{outcomes ? t('sign.outcome') : t('sign.hash')}</th>
              </tr>
            </thead>
            <tbody>
              {subjects.map((subject) => {
                const outcome = outcomes?.find((o) => o.number === subject.number);
                return (
                  <tr key={subject.number}>
                    <th scope="row">
                      {subject.number}
                      {subject.version && <span>, {subject.version}</span>}
                    </th>
                    <td>{subject.title}</td>
                    <td>
                      {outcome ? (
                        <span className={cx(outcome.ok ? css.same : css.different)}>
                          {outcome.ok ? (
                            <IconCircleCheckFilled size={15} aria-hidden="true" />
                          ) : (
                            <IconAlertOctagonFilled size={15} aria-hidden="true" />
                          )}
                          {outcome.ok ? t('sign.signed') : outcome.detail}
                        </span>
                      ) : (
                        <code>{`${subject.contentHash.slice(0, 4)} ${subject.contentHash.slice(4, 8)} … ${subject.contentHash.slice(-4)}`}</code>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
