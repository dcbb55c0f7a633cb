import { Button } from '@mantine/core';
import { IconDownload, IconLock } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type Ability, AppError, textOf } from '#kernel/schema';
import { ApiProblem, type Problem } from '#kernel/web/api/problem.ts';
import { useLanguage, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Dialog, DialogBody, DialogFoot } from '#kernel/web/parts/Dialog.tsx';
import { HashBlock } from '#kernel/web/parts/HashBlock.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { edmsRules } from '../../records/rules.ts';
import { Version } from '../../records/version.ts';
import type { VersionRow } from '../api/answers.ts';
import { type DownloadKind, download } from '../api/bytes.ts';
import { published } from '../document/useTrail.tsx';
import { useEdmsT } from '../texts.ts';
import css from './AskDialog.module.css';

interface DownloadDialogProps {
  readonly version: VersionRow;
  readonly hasFile: boolean;
  readonly onClose: () => void;
}

const kinds = ['official', 'annotated', 'original'] as const satisfies readonly DownloadKind[];

/** The three copies of a version: what each is, and why one cannot be had. Every download is recorded with person and time. */
export function DownloadDialog({ version, hasFile, onClose }: DownloadDialogProps) {
  const t = useT();
  const e = useEdmsT();
  const abilityOf = useDownloadAbility(version, hasFile);
  const taking = useMutation({ mutationFn: (kind: DownloadKind) => download(version.id, kind) });
  const failed = taking.error instanceof ApiProblem ? taking.error.problem : undefined;
  const taken = taking.data;
  return (
    <Dialog title={e('download.of', { number: version.number ?? '', label: version.label ?? '' })} size="36rem" onClose={onClose}>
      <DialogBody>
        <ul className={cx(css.copies)}>
          {kinds.map((kind, index) => {
            const refusal = taking.variables === kind && failed ? refusalOf(failed) : abilityOf(kind);
            const isRunning = taking.isPending && taking.variables === kind;
            return (
              <li key={kind}>
                <div>
                  <strong>{e(`download.${kind}`)}</strong>
                  {refusal.ok ? (
                    <span>{e(`download.${kind}Hint`)}</span>
                  ) : (
                    <span className={cx(css.refused)} role={taking.variables === kind ? 'alert' : undefined}>
                      <IconLock size={15} stroke={1.7} aria-hidden="true" />
                      <span>
                        {refusal.why} {refusal.way && `${t('refusal.toChange')} ${refusal.way}`}
                      </span>
                    </span>
                  )}
                </div>
                {refusal.ok && (
                  <Button
                    leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
                    aria-label={`${e('download.take')}: ${e(`download.${kind}`)}`}
                    aria-disabled={taking.isPending}
                    data-autofocus={index === 0 ? true : undefined}
                    onClick={() => !taking.isPending && taking.mutate(kind)}
                  >
                    {isRunning ? e('download.making') : e('download.take')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
        {taken && (
          <Message
            tone={taken.unknownTokens.length > 0 ? 'warn' : 'good'}
            role="status"
            isStacked
            title={e('download.done', { file: taken.fileName })}
          >
            {taken.copyNumber && <span>{e('download.copy', { copy: taken.copyNumber })} </span>}
            {taken.unknownTokens.length > 0 && <span>{e('download.unknown', { tokens: taken.unknownTokens.join(', ') })} </span>}
            {taken.sha256 && <HashBlock hash={taken.sha256} />}
          </Message>
        )}
      </DialogBody>
      <DialogFoot note={e('download.recorded')}>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </DialogFoot>
    </Dialog>
  );
}

type Known = Ability & { readonly way?: string };

/** What is known before asking, in the server's own words; who may have the original only the server knows. */
function useDownloadAbility(version: VersionRow, hasFile: boolean): (kind: DownloadKind) => Known {
  const language = useLanguage();
  const stateBadge = useStateBadge();
  const params = { number: version.number, label: version.label, status: stateBadge(Version, version.state).label };
  return (kind) => {
    const rule =
      kind === 'official' && !published.has(version.state)
        ? edmsRules['edms.official-not-approved']
        : hasFile
          ? undefined
          : edmsRules['edms.no-file'];
    if (!rule) return { ok: true };
    const way = 'way' in rule && rule.way ? { way: textOf(rule.way, language) } : {};
    return { ok: false, rule: rule.id, why: new AppError(rule, params).detail(language), ...way };
  };
}

const refusalOf = (problem: Problem): Known => ({
  ok: false,
  rule: problem.rule ?? '',
  why: problem.detail,
  ...(problem.way ? { way: problem.way } : {}),
});
