import { IconDownload, IconUserShare } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { type Abilities, AppError, type Row, type TransitionSpec } from '#kernel/schema';
import type { Problem } from '#kernel/web/api/problem.ts';
import { recordKeys } from '#kernel/web/api/records.ts';
import { useLabel, useLanguage, useT } from '#kernel/web/i18n/index.ts';
import type { BarAction } from '#kernel/web/parts/AbilityBar.tsx';
import { asksMore } from '#kernel/web/record/act-inputs.ts';
import { type Acts, useActs } from '#kernel/web/record/useActs.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { useRecordActions } from '#kernel/web/screens/useRecordActions.ts';
import { useKeys } from '#kernel/web/shell/keys.ts';
import { Document } from '../../records/document.ts';
import { edmsRules } from '../../records/rules.ts';
import { Version } from '../../records/version.ts';
import { useEdmsT } from '../texts.ts';
import type { Shown } from './DocumentView.tsx';
import { inWork } from './useTrail.tsx';

const Dialogs = lazy(() => import('../dialogs/Dialogs.tsx').then((file) => ({ default: file.Dialogs })));

/** A dialog of this module that is open. */
export type Asked =
  | { readonly kind: 'route'; readonly verb: 'submit-for-review' | 'submit-for-approval'; readonly stage: 'review' | 'approval' }
  | { readonly kind: 'approve' }
  | { readonly kind: 'obsoletion' }
  | { readonly kind: 'reassign' }
  | { readonly kind: 'download' };

const own: Readonly<Record<string, Asked>> = {
  'submit-for-review': { kind: 'route', verb: 'submit-for-review', stage: 'review' },
  'submit-for-approval': { kind: 'route', verb: 'submit-for-approval', stage: 'approval' },
  'approve-final': { kind: 'approve' },
  'start-obsoletion': { kind: 'obsoletion' },
};
const returns: ReadonlySet<string> = new Set(['reject-review', 'reject-final']);

interface Refusal {
  readonly problem: Problem;
  readonly action: string;
}

/** Actions of the page: of the version in work, of the document where it is in force, and the copies of both. */
export function useDocumentActions(shown: Shown, onPanel: (panel: string) => void) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const { version, document, readVersion, readDocument, refs } = shown;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const edition = e('edition.signed', { label: version.label ?? '' });
  const versionActs = useActs(Version, version as Row, readVersion.version, refs, edition);
  const documentActs = useActs(Document, document as Row | undefined, readDocument?.version, refs, edition);
  useBothAfresh(shown);

  const led = (acts: Acts, record: typeof Version | typeof Document): Acts => ({
    ...acts,
    start: (verb: string, spec: TransitionSpec) => {
      const dialog = own[verb];
      if (dialog) setAsked(dialog);
      else if (asksMore(record, spec)) acts.start(verb, spec);
      else void acts.proceed(verb, spec, {}).then((problem) => problem && setRefused({ problem, action: label(spec.label) }));
    },
  });
  const ofVersion = useRecordActions(
    Version,
    version as Row,
    readVersion.can,
    led(versionActs, Version),
    () => onPanel('edit'),
    () => undefined,
  );
  const documentCan = useDocumentCan(shown);
  const ofDocument = useRecordActions(
    Document,
    (document ?? version) as Row,
    documentCan,
    led(documentActs, Document),
    () => onPanel('filing'),
    () => undefined,
  );
  const { reassign } = readVersion.can;
  const extra: BarAction[] = [
    {
      key: 'download',
      label: e('download.title'),
      ability: { ok: true },
      asksMore: true,
      icon: IconDownload,
      hotkey: 'D',
      onAct: () => setAsked({ kind: 'download' }),
    },
    ...(reassign?.ok
      ? [
          {
            key: 'reassign',
            label: e('reassign.title'),
            ability: reassign,
            asksMore: true,
            icon: IconUserShare,
            onAct: () => setAsked({ kind: 'reassign' }),
          },
        ]
      : []),
  ];
  // Filing is edited beside what it says. The document's next step is expected where the document is in force.
  const ofWhole = ofDocument
    .filter((action) => action.key !== 'edit')
    .map((action) => ({ ...action, isPrimary: action.isPrimary === true && !inWork.has(version.state) }));
  const actions: readonly BarAction[] = inOrder([...ofVersion, ...extra, ...ofWhole]);
  const expected = actions.find((action) => action.isPrimary && action.ability.ok);
  const back = ofVersion.find((action) => returns.has(action.key) && action.ability.ok);
  const edit = ofVersion.find((action) => action.key === 'edit' && action.ability.ok);
  const key = (keys: string, name: string, action: BarAction | undefined) =>
    action ? [{ keys, label: name, group: 'record' as const, run: action.onAct }] : [];
  useKeys([
    ...key('s', t('keys.sign'), expected),
    ...key('a', t('keys.sign'), expected),
    ...key('r', t('keys.reject'), back),
    ...key('e', t('keys.edit'), edit),
    ...key('d', e('download.title'), extra[0]),
  ]);
  const dialogs: ReactNode = (
    <>
      {versionActs.dialog}
      {documentActs.dialog}
      {asked && (
        <Suspense fallback={null}>
          <Dialogs
            asked={asked}
            shown={shown}
            versionActs={versionActs}
            documentActs={documentActs}
            onClose={() => setAsked(null)}
          />
        </Suspense>
      )}
    </>
  );
  return { actions, dialogs, refused, clearRefused: () => setRefused(null) };
}

/** Expected first as declared, what ends something last. */
const inOrder = (actions: readonly BarAction[]): readonly BarAction[] =>
  [...actions].sort((a, b) => Number(a.isDangerous === true) - Number(b.isDangerous === true));

/**
 * What the reader may do with the document on this page. Beginning a version or an obsoletion is expected where the version in force is
 * shown; while one is open, the server would refuse another, and says so here beforehand in its own words.
 */
export function useDocumentCan({ document, readDocument, version, versions }: Shown): Abilities {
  const language = useLanguage();
  const label = useLabel();
  const stateBadge = useStateBadge();
  if (!document || !readDocument) return {};
  const isInForce = document.effectiveVersionId === version.id;
  const beginning: ReadonlySet<string> = new Set(['start-upversion', 'start-obsoletion']);
  const working = versions.find((one) => one.id === document.workingVersionId);
  const open = (): string | undefined => {
    if (document.workingVersionId === null && document.obsoletionId === null) return undefined;
    const kind = working?.kind ? Version.fields.kind.choices?.[working.kind] : undefined;
    return new AppError(edmsRules['edms.workflow-open'], {
      number: document.number,
      kind: kind ? label(kind) : label(Document.fields.obsoletionId.label),
      label: working?.label ?? document.label,
      status: working ? stateBadge(Version, working.state).label : stateBadge(Document, document.state).label,
    }).detail(language);
  };
  return Object.fromEntries(
    Object.entries(readDocument.can).flatMap(([verb, ability]): [string, DocumentAbility][] => {
      if (!beginning.has(verb)) return [[verb, ability]];
      if (!isInForce) return [];
      const why = ability.ok ? open() : undefined;
      const { way } = edmsRules['edms.workflow-open'];
      return [
        [verb, why === undefined ? ability : { ok: false, rule: 'edms.workflow-open', why, ...(way ? { way: label(way) } : {}) }],
      ];
    }),
  );
}
type DocumentAbility = Abilities[string];

/** An act on the version changes the document and the reverse: what was not answered is read again. */
function useBothAfresh({ readVersion, readDocument }: Shown): void {
  const client = useQueryClient();
  const before = useRef({ version: readVersion.version, document: readDocument?.version });
  const versionNow = readVersion.version;
  const documentNow = readDocument?.version;
  useEffect(() => {
    const was = before.current;
    before.current = { version: versionNow, document: documentNow };
    if (was.version !== versionNow) void client.invalidateQueries({ queryKey: recordKeys.all(Document) });
    if (was.document !== undefined && was.document !== documentNow)
      void client.invalidateQueries({ queryKey: recordKeys.all(Version) });
  }, [client, versionNow, documentNow]);
}
