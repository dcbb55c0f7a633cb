import { Button, FileButton } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useMemo, useState } from 'react';
import type { AnyRecord } from '#kernel/schema';
import { ApiProblem, type Problem } from '../../api/problem.ts';
import { recordKeys } from '../../api/records.ts';
import { useLabel, useT } from '../../i18n/index.ts';
import { AbilityButton } from '../../parts/AbilityButton.tsx';
import { announce } from '../../parts/announce.ts';
import { cx } from '../../parts/cx.ts';
import { Dialog, DialogBody, DialogFoot } from '../../parts/Dialog.tsx';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';
import { useSystemText } from '../texts.ts';
import { ImportColumns } from './ImportColumns.tsx';
import { ImportOutcomes } from './ImportOutcomes.tsx';
import { type ImportPlan, importSourceOf, type Mapping, type Mode } from './import-source.ts';
import css from './transfer.module.css';

export interface ImportWizardProps {
  readonly record: AnyRecord;
  readonly onClose: () => void;
}

/** Imports records from a file: judged row by row first, columns matched to fields, then all rows or only those without a fault. */
export function ImportWizard({ record, onClose }: ImportWizardProps) {
  const t = useT();
  const s = useSystemText();
  const label = useLabel();
  const client = useQueryClient();
  const source = useMemo(() => importSourceOf(record), [record]);
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const [result, setResult] = useState<ImportPlan | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isOver, setOver] = useState(false);
  const name = label(record.plural).toLowerCase();

  const run = async (given: File, columns: Mapping, mode: Mode, isDryRun: boolean): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const outcome = await source.run(given, columns, mode, isDryRun, crypto.randomUUID());
      if (isDryRun) setPlan(outcome);
      else {
        setResult(outcome);
        announce(s('import.created', { count: outcome.counts.created }));
        await client.invalidateQueries({ queryKey: recordKeys.all(record) });
      }
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.problem);
      if (isDryRun) setPlan(null);
    } finally {
      setBusy(false);
    }
  };
  const choose = (given: File | null): void => {
    if (!given) return;
    setFile(given);
    setMapping({});
    setPlan(null);
    void run(given, {}, 'all', true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files[0] ?? null);
  };
  const counts = plan?.counts;
  const faulty = counts ? counts.invalid + counts.duplicate : 0;
  return (
    <Dialog title={s('import.title', { records: name })} icon={IconUpload} size="64rem" isBusy={isBusy} onClose={onClose}>
      <DialogBody>
        {result ? (
          <>
            <p role="status">
              <strong>{s('import.created', { count: result.counts.created })}</strong>{' '}
              {result.counts.rows > result.counts.created &&
                s('import.leftOut', { count: result.counts.rows - result.counts.created })}
            </p>
            <ImportOutcomes record={record} plan={result} />
          </>
        ) : (
          <>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the button beside does the same */}
            <div
              className={cx(css.drop, isOver && css.over)}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(true);
              }}
              onDragLeave={() => setOver(false)}
              onDrop={drop}
            >
              <FileButton accept={source.accept} onChange={choose} disabled={isBusy}>
                {(props) => (
                  <Button {...props} variant={plan ? 'default' : 'filled'} data-autofocus>
                    {file ? s('import.other') : s('import.choose')}
                  </Button>
                )}
              </FileButton>
              <span>{file ? file.name : s(source.fields ? 'import.dropBoth' : 'import.dropCsv')}</span>
              <a href={source.template} download={`${name}.csv`} className={cx(css.template)}>
                <IconDownload size={15} stroke={1.7} aria-hidden="true" /> {s('import.template')}
              </a>
            </div>
            {problem && <ProblemMessage problem={problem} />}
            {isBusy && <p role="status">{s('import.checking')}</p>}
            {plan?.columns && source.fields && (
              <ImportColumns
                record={record}
                fields={source.fields}
                columns={plan.columns}
                isDisabled={isBusy}
                onChange={(heading, field) => {
                  const next = { ...mapping, [heading]: field };
                  setMapping(next);
                  if (file) void run(file, next, 'all', true);
                }}
              />
            )}
            {plan && (
              <>
                <p role="status" className={cx(css.counts)}>
                  <strong>{s('import.rows', { count: plan.counts.rows })}</strong>
                  <span>{s('import.willCreate', { count: plan.counts.create })}</span>
                  {plan.counts.duplicate > 0 && (
                    <span className={cx(css.warn)}>{s('import.duplicates', { count: plan.counts.duplicate })}</span>
                  )}
                  {plan.counts.invalid > 0 && (
                    <span className={cx(css.bad)}>{s('import.faulty', { count: plan.counts.invalid })}</span>
                  )}
                </p>
                <ImportOutcomes record={record} plan={plan} />
              </>
            )}
          </>
        )}
      </DialogBody>
      <DialogFoot note={plan && !result ? s('import.note') : undefined}>
        {result || !plan || !counts || !file ? (
          <Button onClick={onClose} variant={result ? 'filled' : 'default'} disabled={isBusy}>
            {result ? t('common.close') : t('common.cancel')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose} disabled={isBusy}>
              {t('common.cancel')}
            </Button>
            {faulty > 0 && (
              <AbilityButton
                ability={counts.create > 0 ? { ok: true } : { ok: false, rule: 'import.rows-refused', why: s('import.nothing') }}
                label={s('import.onlyValid', { count: counts.create })}
                isPrimary
                isBusy={isBusy}
                onAct={() => void run(file, mapping, 'valid', false)}
              />
            )}
            <AbilityButton
              ability={
                faulty === 0 && counts.create > 0
                  ? { ok: true }
                  : {
                      ok: false,
                      rule: 'import.rows-refused',
                      why: counts.create === 0 ? s('import.nothing') : s('import.someFaulty', { count: faulty }),
                      way: s('import.way'),
                    }
              }
              label={s('import.all', { count: counts.rows })}
              isPrimary={faulty === 0}
              isBusy={isBusy}
              onAct={() => void run(file, mapping, 'all', false)}
            />
          </>
        )}
      </DialogFoot>
    </Dialog>
  );
}
