import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AnyRecord, FieldFacts } from '#kernel/schema';
import { request } from '../api/client.ts';
import { type RefNames, useRecordPart } from '../api/records.ts';
import { useSession } from '../api/session.ts';
import { useClock } from '../i18n/clock.tsx';
import { evidenceTime } from '../i18n/format.ts';
import { useLabel, useT } from '../i18n/index.ts';
import { ErrorInPlace } from '../parts/ErrorInPlace.tsx';
import { groupsOfFour } from '../parts/HashBlock.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import { useFieldName } from '../screens/names.ts';
import { refText } from '../screens/RefLink.tsx';
import type { RecordPanelProps } from '../screens/screens-for.ts';
import { shapeOf } from '../screens/standard-fields.ts';
import { useActionName } from '../screens/useRecordActions.ts';
import type { HistoryAnswer, SignatureAnswer } from './answers.ts';
import { HistoryTable } from './HistoryTable.tsx';
import type { HistoryRow } from './history-entry.ts';
import { SealSentence } from './SealMark.tsx';

/** Signed head of the sealed log (`GET /system/audit-trail/checkpoint`). */
interface Checkpoint {
  readonly size: number;
  readonly at: string;
}

/** Result of verifying the whole trail (`POST /system/audit-trail/verify`). */
interface Verification {
  readonly ok: boolean;
  readonly at: string;
}

const VERIFY = 'system.audit.verify';

/** Columns that move with every change and say nothing by themselves. */
const silent: ReadonlySet<string> = new Set(['version', 'updatedAt', 'updatedBy', 'createdAt', 'createdBy', 'orgId', 'id']);

/** The record's part of the audit trail. */
export function HistoryTab({ record, row, refs }: RecordPanelProps) {
  const clock = useClock();
  const history = useRecordPart<HistoryAnswer>(record, row.id, 'history');
  const signatures = useRecordPart<SignatureAnswer>(record, row.id, 'signatures');
  const mayVerify = useSession().data?.permissions.includes(VERIFY) ?? false;
  const head = useQuery({
    queryKey: ['checkpoint'],
    queryFn: async ({ signal }) =>
      (await request<{ data: Checkpoint | null }>('GET', '/system/audit-trail/checkpoint', { signal })).data.data,
    retry: false,
  });
  const verify = useMutation({
    mutationFn: async () =>
      (await request<{ data: Verification | null }>('POST', '/system/audit-trail/verify', { body: {} })).data.data,
    onSuccess: () => history.refetch(),
  });
  const toRows = useHistoryRows(record, refs);
  const rows = useMemo(
    () => (history.data?.items ?? []).flatMap((entry) => toRows(entry, signatures.data?.items ?? [])),
    [history.data, signatures.data, toRows],
  );
  if (history.error) return <ErrorInPlace error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <SkeletonRows rows={8} widths={['4rem', '8rem', '8rem', '20rem', '16rem']} />;
  const entries = history.data.items;
  const sealed = entries.filter((entry) => entry.entry !== null).length;
  return (
    <HistoryTable
      rows={rows}
      seal={
        <SealSentence
          total={entries.length}
          sealed={sealed}
          checkpointAt={head.data ? clock.moment(head.data.at) : undefined}
          isBroken={verify.data?.ok === false}
          verifiedAt={verify.data?.ok ? clock.moment(verify.data.at) : undefined}
          onVerify={mayVerify ? () => verify.mutate() : undefined}
          isVerifying={verify.isPending}
        />
      }
    />
  );
}

function useHistoryRows(record: AnyRecord, refs: RefNames) {
  const t = useT();
  const clock = useClock();
  const label = useLabel();
  const fieldName = useFieldName();
  const actionName = useActionName();
  return useMemo(() => {
    const words = (name: string, value: unknown): string | null => {
      if (value === null || value === undefined || value === '') return null;
      const shape = shapeOf(record, name);
      const choice = shape?.choices?.[String(value)];
      if (choice) return label(choice);
      if (shape?.kind === 'flag') return value === true ? t('common.yes') : t('common.no');
      if (shape?.kind === 'ref') return refText(String(value), refs) ?? String(value);
      if (shape?.kind === 'instant' || shape?.kind === 'day') return clock.moment(String(value));
      if (Array.isArray(value)) return value.map((item) => refText(String(item), refs) ?? String(item)).join(', ');
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    };
    return (entry: HistoryAnswer, signatures: readonly SignatureAnswer[]): HistoryRow[] => {
      const signature = signatures.find((one) => one.id === entry.signatureId);
      const common = {
        at: entry.at,
        who: entry.actor.name,
        personId: entry.actor.id,
        why: entry.reason,
        seal: entry.entry === null ? ('sealing' as const) : ('sealed' as const),
        entry: entry.entry,
        isSigned: entry.signatureId !== null,
        facts: factsOf(entry, signature),
      };
      const key = `${entry.at}-${entry.request ?? ''}-${entry.action}`;
      const changed = Object.entries(entry.changes).filter(
        ([name, [from, to]]) => !silent.has(name) && isShown(name) && !isStart(name, from, to),
      );
      if (changed.length === 0) {
        const what = entry.transition
          ? actionName(record, entry.transition)
          : entry.action === 'UPDATE'
            ? t('history.partsChanged')
            : entry.action;
        return [{ ...common, key, fieldKey: entry.action, field: t('history.act'), from: null, to: null, text: what }];
      }
      // The state stands first: it is what people look for.
      const ordered = [...changed].sort(([a], [b]) => Number(b === 'state') - Number(a === 'state'));
      return ordered.map(([name, [from, to]]) => ({
        ...common,
        key: `${key}-${name}`,
        fieldKey: name,
        field: fieldName(record, name),
        from: words(name, from),
        to: words(name, to),
      }));
    };

    /** What a new record simply starts with says nothing: no hold, no site fields, first revision. */
    function isStart(name: string, from: unknown, to: unknown): boolean {
      if (from !== null && from !== undefined) return false;
      if (name === 'revision') return to === 1;
      return to === null || to === false || (typeof to === 'object' && Object.keys(to).length === 0);
    }
    function isShown(name: string): boolean {
      const field = (record.fields as Readonly<Record<string, FieldFacts>>)[name];
      return !field?.isSecret;
    }
    function factsOf(entry: HistoryAnswer, signature: SignatureAnswer | undefined): HistoryRow['facts'] {
      const short = (hash: string): string => `${groupsOfFour(hash).slice(0, 3).join(' ')} … ${hash.slice(-4)}`;
      const facts = [
        { key: 'meaning', label: t('history.meaning'), value: signature?.meaning },
        { key: 'content', label: t('history.content'), value: signature && short(signature.contentHash), isCode: true },
        {
          key: 'by',
          label: t('history.signedBy'),
          value: signature && [signature.printedName, signature.jobTitle].filter(Boolean).join(', '),
        },
        {
          key: 'previous',
          label: t('history.previous'),
          value: entry.previousLeaf ? short(entry.previousLeaf) : undefined,
          isCode: true,
        },
        {
          key: 'method',
          label: t('history.method'),
          value: signature && t(signature.method === 'PASSKEY' ? 'sign.passkey' : 'sign.password'),
        },
        { key: 'version', label: t('history.version'), value: entry.version === null ? undefined : String(entry.version) },
        { key: 'time', label: t('history.serverTime'), value: evidenceTime(entry.at) },
        { key: 'delegate', label: t('history.delegate'), value: entry.actor.onBehalfOf ?? undefined },
        { key: 'origin', label: t('history.origin'), value: entry.ip ?? undefined },
        { key: 'job', label: t('history.job'), value: entry.job ?? undefined },
        { key: 'request', label: t('history.request'), value: entry.request ?? undefined, isCode: true },
      ];
      return facts.flatMap(({ value, ...fact }) => (value ? [{ ...fact, value }] : []));
    }
  }, [record, refs, t, clock, label, fieldName, actionName]);
}
