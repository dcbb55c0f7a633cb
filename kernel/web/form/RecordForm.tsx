import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { type AnyRecord, confidentialities, type FieldFacts, type FieldFault, fieldsOf } from '#kernel/schema';
import { ApiProblem, type Problem } from '../api/problem.ts';
import type { RefNames } from '../api/records.ts';
import { useClock } from '../i18n/clock.tsx';
import { useLabel, useLanguage, useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Message } from '../parts/Message.tsx';
import { isReasonEnough, ReasonField } from '../parts/ReasonField.tsx';
import { useFieldName } from '../screens/names.ts';
import { changesOf } from '../screens/registry.ts';
import { useKeys } from '../shell/keys.ts';
import { FieldInput } from './FieldInput.tsx';
import { checkRecord, type Fault, faultOf, formFields, valuesToSend } from './field-rules.ts';
import css from './RecordForm.module.css';
import { useDraft } from './useDraft.ts';

type FormValues = Readonly<Record<string, unknown>>;

const placeFields: Readonly<Record<string, FieldFacts>> = {
  departmentId: { kind: 'ref', to: 'access.department', label: { en: 'Department', fr: 'Service' }, isOptional: true },
  confidentiality: {
    kind: 'choice',
    choices: confidentialities,
    label: { en: 'Confidentiality', fr: 'Confidentialité' },
    isOptional: true,
  },
};

export interface RecordFormProps {
  readonly record: AnyRecord;
  /** Values of the record being changed; absent for a new one. */
  readonly row?: FormValues | undefined;
  readonly refs?: RefNames;
  /** Values a new record starts with. */
  readonly initial?: FormValues;
  /** Values of a new record that are not asked, such as the record it is part of. */
  readonly fixed?: FormValues;
  /** A regulated record after draft: why it is changed. */
  readonly isReasonRequired?: boolean;
  readonly onSubmit: (values: FormValues, reason: string) => Promise<unknown>;
  readonly onCancel: () => void;
  /** Loads the record again after somebody else changed it; what was typed stays. */
  readonly onReload?: () => void;
}

/** The form of a record: one column in declared sections, checked on leaving a field, kept as a draft on this device. */
export function RecordForm(props: RecordFormProps) {
  const { record, row, refs = {}, initial, fixed = {}, isReasonRequired = false, onSubmit, onCancel, onReload } = props;
  const t = useT();
  const clock = useClock();
  const label = useLabel();
  const language = useLanguage();
  const fieldName = useFieldName();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const isNew = row === undefined;
  const changes = changesOf(record).form ?? {};
  const facts = new Map<string, FieldFacts>([...fieldsOf(record), ...Object.entries(placeFields)]);
  const hasPlace = record.scope === 'department' && record.partOf === undefined;
  const names = [...formFields(record, isNew), ...(hasPlace ? Object.keys(placeFields) : [])].filter((name) => !(name in fixed));
  const [values, setValues] = useState<FormValues>(() =>
    Object.fromEntries(
      names.map((name) => [name, row?.[name] ?? initial?.[name] ?? (isNew ? facts.get(name)?.initial : undefined) ?? null]),
    ),
  );
  const [reason, setReason] = useState('');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isChanged, setChanged] = useState(false);
  const draftKey = `${record.id}.${isNew ? 'new' : String(row?.id ?? '')}`;
  const draft = useDraft(draftKey, isNew ? label(record.label) : String(row?.number ?? label(record.label)), values, isChanged);

  const change = (name: string, value: unknown): void => {
    setValues((was) => ({ ...was, [name]: value }));
    setChanged(true);
  };
  const faultText = (name: string): string | undefined => {
    const field = facts.get(name);
    const server = problem?.errors.find((fault) => fault.path === name)?.message;
    if (!field || !(isChecked || left.has(name))) return server;
    const fault = faultOf(field, values[name]);
    return fault ? wordsOf(fault, fieldName(record, name)) : server;
  };
  const wordsOf = (fault: Fault, field: string): string =>
    fault.key === 'required' ? t('form.required', { field }) : t(`form.${fault.key}`, { ...fault });
  const faulty = isChecked ? names.filter((name) => faultText(name) !== undefined) : [];
  const general: readonly FieldFault[] = isChecked
    ? checkRecord(record, values, language).filter((fault) => !names.includes(fault.path))
    : [];

  useKeys([{ keys: 'mod+s', label: t('keys.save'), group: 'form', inFields: true, run: () => form.current?.requestSubmit() }]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setChecked(true);
    setProblem(null);
    const isFaulty = names.some((name) => {
      const field = facts.get(name);
      return field && faultOf(field, values[name]) !== undefined;
    });
    if (isFaulty || checkRecord(record, values, language).length > 0 || !isReasonEnough(reason, isReasonRequired)) {
      focusFirstFault();
      return;
    }
    setBusy(true);
    try {
      await onSubmit({ ...(isNew ? fixed : {}), ...valuesToSend(record, values, row) }, reason.trim());
      draft.drop();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.problem);
      focusFirstFault();
    } finally {
      setBusy(false);
    }
  };
  const focusFirstFault = (): void => {
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };

  const isConflict = problem?.status === 412;
  return (
    <form ref={form} id={formId} onSubmit={(event) => void submit(event)} className={cx(css.form)} noValidate>
      {draft.found && (
        <Message
          tone="plain"
          role="status"
          action={
            <>
              <LinkButton
                onClick={() => {
                  setValues({ ...values, ...draft.found?.values });
                  setChanged(true);
                  draft.drop();
                }}
              >
                {t('form.useDraft')}
              </LinkButton>
              <LinkButton onClick={draft.drop}>{t('form.dropDraft')}</LinkButton>
            </>
          }
        >
          {t('form.draftFound', { time: clock.moment(draft.found.at) })}
        </Message>
      )}
      {problem && (
        <Message
          tone="bad"
          role="alert"
          isStacked
          title={isConflict ? problem.detail || t('form.conflict') : problem.detail}
          action={isConflict && onReload && <LinkButton onClick={onReload}>{t('form.reload')}</LinkButton>}
        >
          {isConflict ? t('form.conflictHint') : problem.way && `${t('refusal.toChange')} ${problem.way}`}{' '}
          {problem.requestId && t('error.reference', { code: problem.requestId })}
        </Message>
      )}
      {faulty.length + general.length > 0 && (
        <Message tone="bad" role="alert" title={t('form.faults', { count: faulty.length + general.length })}>
          {faulty.map((name, index) => (
            <span key={name}>
              {index > 0 && ', '}
              <LinkButton
                onClick={() => form.current?.querySelector<HTMLElement>(`[data-field="${name}"] :is(input, textarea)`)?.focus()}
              >
                {fieldName(record, name)}
              </LinkButton>
            </span>
          ))}{' '}
          {general.map((fault) => fault.message).join(' ')}
        </Message>
      )}
      {changes.before && <changes.before values={values} onChange={change} faults={problem?.errors ?? []} />}
      {record.form.map((section) => {
        const shown = section.fields.filter((name) => names.includes(name) && (changes.shown?.[name]?.(values) ?? true));
        return (
          shown.length > 0 && (
            <FieldGroup key={label(section.title)} title={label(section.title)}>
              {shown.map(input)}
            </FieldGroup>
          )
        );
      })}
      {hasPlace && <FieldGroup title={t('record.about')}>{Object.keys(placeFields).map(input)}</FieldGroup>}
      {changes.after && <changes.after values={values} onChange={change} faults={problem?.errors ?? []} />}
      {isReasonRequired && (
        <ReasonField
          value={reason}
          onChange={setReason}
          isRequired
          isDisabled={isBusy}
          isChecked={isChecked}
          error={problem?.errors.find((fault) => fault.path === 'reason')?.message}
        />
      )}
      <div className={cx(css.foot)}>
        <span className={cx(css.saved)} role="status">
          {draft.savedAt && t('form.draftSaved', { time: clock.time(draft.savedAt) })}
        </span>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" variant="filled" aria-disabled={isBusy}>
          {isBusy
            ? t('form.saving')
            : isNew
              ? t('form.create', { record: label(record.label).toLowerCase() })
              : t('form.saveChanges')}
        </Button>
      </div>
    </form>
  );

  function input(name: string): ReactNode {
    const field = facts.get(name);
    if (!field) return null;
    const Replaced = changes.inputs?.[name];
    const onBlur = (): void => setLeft((was) => new Set([...was, name]));
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: listens to its input losing the focus, takes no action itself
      <div key={name} data-field={name} onBlur={onBlur}>
        {Replaced ? (
          <Replaced
            value={values[name]}
            onChange={(value) => change(name, value)}
            label={fieldName(record, name)}
            hint={field.help ? label(field.help) : undefined}
            error={faultText(name)}
            isOptional={field.isOptional}
            isDisabled={isBusy}
            values={values}
            refs={refs}
          />
        ) : (
          <FieldInput
            name={name}
            field={field}
            value={values[name]}
            onChange={(value) => change(name, value)}
            error={faultText(name)}
            isDisabled={isBusy}
            refs={refs}
          />
        )}
      </div>
    );
  }
}

function FieldGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className={cx(css.group)}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
