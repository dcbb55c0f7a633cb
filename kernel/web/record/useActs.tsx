import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Trans } from 'react-i18next';
import { type AnyRecord, meanings, type Row, type TransitionSpec } from '#kernel/schema';
import { request } from '../api/client.ts';
import { ApiProblem, type Problem } from '../api/problem.ts';
import { type RefNames, useTransition } from '../api/records.ts';
import { resourceOf } from '../api/resource.ts';
import { useLabel, useT } from '../i18n/index.ts';
import { toast } from '../parts/toast.tsx';
import { useStateBadge } from '../screens/names.ts';
import { assertPasskey } from '../sign/passkey.ts';
import type { SignOutcome, SignSubmission } from '../sign/types.ts';
import { asksMore } from './act-inputs.ts';
import type { PreparedSignature } from './answers.ts';

const SignDialog = lazy(() => import('../sign/SignDialog.tsx').then((file) => ({ default: file.SignDialog })));
const ActDialog = lazy(() => import('./ActDialog.tsx').then((file) => ({ default: file.ActDialog })));

type Inputs = Readonly<Record<string, unknown>>;
type Step =
  | { readonly kind: 'ask'; readonly verb: string; readonly spec: TransitionSpec }
  | {
      readonly kind: 'sign';
      readonly verb: string;
      readonly spec: TransitionSpec;
      readonly input: Inputs;
      readonly prepared: PreparedSignature;
    };

const voiding: TransitionSpec = {
  label: { en: 'Void draft', fr: 'Annuler le brouillon' },
  from: [],
  needs: 'edit',
  reason: 'required',
  danger: true,
};

/** Icon of what sends a record back or ends it; others need none. */
export function iconOf(spec: TransitionSpec) {
  if (spec.rework || spec.outcome === 'reject') return IconArrowBackUp;
  return spec.danger ? IconTrash : undefined;
}

export interface Acts {
  /** Starts a transition: asks what it needs, shows the signature dialog where it is signed, or does it at once. */
  readonly start: (verb: string, spec: TransitionSpec) => void;
  /**
   * Goes on after a dialog of the module asked for the input itself: to the signature, or to the act. Returns the refusal, for that
   * dialog to show; undefined when it went on.
   */
  readonly proceed: (verb: string, spec: TransitionSpec, input: Inputs, reason?: string) => Promise<Problem | undefined>;
  readonly startVoid: () => void;
  readonly busyVerb: string | null;
  /** The open dialog; place it once on the page. */
  readonly dialog: ReactNode;
}

/**
 * Runs the transitions of one record. A refusal stays in its dialog with what was typed. `edition` is how the signature dialog names
 * what is signed ("version 0.2"); without it the revision is named.
 */
export function useActs(
  record: AnyRecord,
  row: Row | undefined,
  version: number | string | undefined,
  refs: RefNames,
  edition?: string,
): Acts {
  const t = useT();
  const label = useLabel();
  const stateBadge = useStateBadge();
  const transition = useTransition(record);
  const [step, setStep] = useState<Step | null>(null);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [busyVerb, setBusyVerb] = useState<string | null>(null);
  const path = row ? `${resourceOf(record)}/${row.id}` : '';
  const number = row?.number ?? label(record.label);

  const open = (next: Step | null): void => {
    setProblem(undefined);
    setStep(next);
  };
  const failed = (error: unknown): Problem => {
    if (!(error instanceof ApiProblem)) throw error;
    setProblem(error.problem);
    return error.problem;
  };
  const prepare = async (verb: string, input: Inputs, reason: string): Promise<PreparedSignature> =>
    (
      await request<{ data: PreparedSignature }>('POST', `${path}/${verb}/prepare`, {
        body: { ...input, ...(reason ? { reason } : {}) },
      })
    ).data.data;
  const done = (state: string): void =>
    toast({ title: t('record.done', { number, state: stateBadge(record, state).label.toLowerCase() }) });

  const run = async (verb: string, spec: TransitionSpec, input: Inputs, reason: string): Promise<Problem | undefined> => {
    if (!row) return undefined;
    setBusyVerb(verb);
    setProblem(undefined);
    try {
      if (spec.sign) open({ kind: 'sign', verb, spec, input, prepared: await prepare(verb, input, '') });
      else if (spec === voiding) {
        await request('DELETE', path, { body: { reason } });
        window.location.reload();
      } else {
        const { data } = await transition.mutateAsync({
          id: row.id,
          verb,
          version: version ?? row.version,
          input,
          ...(reason ? { reason } : {}),
        });
        open(null);
        done(String(data.data.state));
      }
      return undefined;
    } catch (error) {
      return failed(error);
    } finally {
      setBusyVerb(null);
    }
  };

  const start = (verb: string, spec: TransitionSpec): void => {
    if (asksMore(record, spec)) open({ kind: 'ask', verb, spec });
    else
      void run(verb, spec, {}, '').then(
        (refusal) => refusal && toast({ tone: 'warn', title: refusal.detail, text: refusal.way }),
      );
  };

  const sign = async (
    { verb, input, prepared }: Extract<Step, { kind: 'sign' }>,
    given: SignSubmission,
  ): Promise<SignOutcome> => {
    if (!row) return { ok: false, detail: t('error.unexpected') };
    try {
      let signature: Readonly<Record<string, unknown>>;
      if (given.factor.kind === 'passkey') {
        // The statement that the passkey signs holds the reason, so it is prepared again with it.
        const { passkey, contentHash } = await prepare(verb, input, given.reason);
        if (!passkey) return { ok: false, detail: t('sign.passkeyFailed') };
        signature = { passkey: await assertPasskey(passkey), contentHash };
      } else {
        const { password, username } = given.factor;
        signature = { password, ...(username ? { username } : {}), contentHash: prepared.contentHash };
      }
      const { data } = await transition.mutateAsync({
        id: row.id,
        verb,
        version: version ?? row.version,
        input,
        reason: given.reason,
        signature,
      });
      open(null);
      done(String(data.data.state));
      return { ok: true };
    } catch (error) {
      if (error instanceof ApiProblem) return outcomeOf(error.problem);
      return { ok: false, detail: t('sign.passkeyFailed') };
    }
  };

  return {
    start,
    proceed: (verb, spec, input, reason = '') => run(verb, spec, input, reason),
    startVoid: () => open({ kind: 'ask', verb: 'void', spec: voiding }),
    busyVerb,
    dialog: <Suspense fallback={null}>{dialogOf()}</Suspense>,
  };

  function dialogOf(): ReactNode {
    if (!step || !row) return null;
    if (step.kind === 'ask') {
      return (
        <ActDialog
          record={record}
          number={number}
          spec={step.spec}
          refs={refs}
          problem={problem}
          isBusy={busyVerb !== null}
          isBeforeSigning={step.spec.sign !== undefined}
          onAct={(input, reason) => void run(step.verb, step.spec, input, reason)}
          onClose={() => open(null)}
        />
      );
    }
    const { prepared, spec } = step;
    const meaning = spec.sign?.meaning ?? 'APPROVED';
    return (
      <SignDialog
        isOpen
        act={label(spec.label).toLowerCase()}
        subjects={[
          {
            number: prepared.number ?? number,
            version: edition ?? t('record.revision', { n: prepared.revision }).toLowerCase(),
            title: prepared.title,
            contentHash: prepared.contentHash,
          },
        ]}
        meaning={{ constant: meaning, sentence: label(meanings[meaning]) }}
        signer={{
          name: prepared.signer.name,
          username: prepared.signer.username,
          capacity: prepared.onBehalfOf
            ? t('sign.onBehalfOf', { name: prepared.onBehalfOf })
            : (prepared.signer.title ?? undefined),
        }}
        identical={
          prepared.identicalTo
            ? {
                isIdentical: prepared.identicalTo.identical,
                text: t(prepared.identicalTo.identical ? 'sign.identical' : 'sign.differs', {
                  name: prepared.identicalTo.name,
                  count: prepared.files.length,
                }),
              }
            : undefined
        }
        effects={[
          ...(spec.to === undefined
            ? []
            : [
                <Trans
                  key="becomes"
                  i18nKey="sign.becomes"
                  ns="kernel"
                  values={{ number: prepared.number ?? number, state: stateBadge(record, spec.to).label }}
                >
                  <strong />
                </Trans>,
              ]),
          ...prepared.effects,
        ]}
        reason={spec.reason === 'required' ? 'required' : 'optional'}
        isFirst={prepared.first}
        hasPasskey={prepared.passkey !== null}
        onSign={(given) => sign(step, given)}
        onClose={() => open(null)}
      />
    );
  }
}

function outcomeOf(problem: Problem): SignOutcome {
  const why = [problem.detail, problem.errors.map((fault) => fault.message).join(' '), problem.way].filter(Boolean).join(' ');
  return {
    ok: false,
    detail: why,
    isLocked: problem.status === 423,
    ...(problem.requestId ? { reference: problem.requestId } : {}),
  };
}
