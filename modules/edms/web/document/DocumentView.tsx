import { useMemo } from 'react';
import type { Row } from '#kernel/schema';
import type { RecordAnswer, RefNames } from '#kernel/web/api/records.ts';
import { useRecordPart } from '#kernel/web/api/records.ts';
import { useSession } from '#kernel/web/api/session.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useT } from '#kernel/web/i18n/index.ts';
import type { FileAnswer, LinkAnswer, SignatureAnswer, TaskAnswer } from '#kernel/web/record/answers.ts';
import { RecordLayout } from '#kernel/web/record/RecordLayout.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { useTimeline } from '#kernel/web/screens/useTimeline.ts';
import { Document } from '../../records/document.ts';
import { Version } from '../../records/version.ts';
import type { DocumentRow, PlacedComment, VersionRow } from '../api/answers.ts';
import { useVersions } from '../api/queries.ts';
import { useEdmsT } from '../texts.ts';
import { textIn, usePageSearch } from '../usePageSearch.ts';
import { DocumentPanels } from './DocumentPanels.tsx';
import { DocumentRail } from './DocumentRail.tsx';
import { Refused } from './Refused.tsx';
import { useDocumentActions } from './useDocumentActions.tsx';
import { useDocumentNowLine } from './useDocumentNowLine.ts';
import { useDocumentTabs } from './useDocumentTabs.tsx';
import { editionText, useTrail } from './useTrail.tsx';
import { useVersionBadge } from './useVersionBadge.ts';

/** A record as read, with the version that an edit must name. */
export type Read<T extends DocumentRow | VersionRow> = { readonly data: T } & Pick<RecordAnswer, 'can' | 'refs'> & {
    readonly version: number | string;
  };

/** Everything the parts of the page share. */
export interface Shown {
  readonly version: VersionRow;
  readonly document: DocumentRow | undefined;
  readonly readVersion: Read<VersionRow>;
  readonly readDocument: Read<DocumentRow> | undefined;
  readonly versions: readonly VersionRow[];
  readonly refs: RefNames;
  readonly tasks: readonly TaskAnswer[];
  readonly signatures: readonly SignatureAnswer[];
  readonly files: readonly FileAnswer[];
  readonly links: readonly LinkAnswer[];
  readonly comments: readonly PlacedComment[];
}

/** Steps of the timeline by the state they stand for; a step is shorter than the name of its state. */
const steps = ['DRAFT', 'PENDING_REVIEW', 'REVIEWED', 'PENDING_APPROVAL', 'APPROVED_PENDING_EFFECTIVE', 'EFFECTIVE'] as const;
const isStep = (state: string): state is (typeof steps)[number] => steps.some((step) => step === state);

interface DocumentViewProps {
  readonly version: Read<VersionRow>;
  /** Absent for a reviewer of a new document, whom only the version is open to. */
  readonly document: Read<DocumentRow> | undefined;
}

/** The page of a document, in one of its versions. */
export function DocumentView({ version: readVersion, document: readDocument }: DocumentViewProps) {
  const t = useT();
  const e = useEdmsT();
  const clock = useClock();
  const session = useSession().data;
  const stateBadge = useStateBadge();
  const versionBadge = useVersionBadge();
  const [search, change] = usePageSearch();
  const version = readVersion.data;
  const document = readDocument?.data;
  const versions = useVersions(document?.id).data;
  const tasks = useRecordPart<TaskAnswer>(Version, version.id, 'tasks').data;
  const signatures = useRecordPart<SignatureAnswer>(Version, version.id, 'signatures').data;
  const files = useRecordPart<FileAnswer>(Version, version.id, 'files').data;
  const links = useRecordPart<LinkAnswer>(Document, document?.id ?? '', 'links', document !== undefined).data;
  const comments = useRecordPart<PlacedComment>(Version, version.id, 'comments').data;
  const refs = useMemo<RefNames>(
    () => ({ ...readDocument?.refs, ...readVersion.refs, ...tasks?.refs, ...files?.refs, ...comments?.refs }),
    [readDocument, readVersion, tasks, files, comments],
  );
  const shown: Shown = {
    version,
    document,
    readVersion,
    readDocument,
    versions: versions ?? [version],
    refs,
    tasks: tasks?.items ?? [],
    signatures: signatures?.items ?? [],
    files: files?.items ?? [],
    links: links?.items ?? [],
    comments: comments?.items ?? [],
  };
  const readerId = session?.user.id;
  const { actions, dialogs, refused, clearRefused } = useDocumentActions(shown, (panel) => change({ panel }));
  const tab = textIn(search, 'tab') ?? 'details';
  const tabs = useDocumentTabs(shown, search, change);
  const now = useDocumentNowLine(shown, readerId);
  const timeline = useTimeline(Version, version as Row, shown.signatures, shown.tasks, refs, readerId).map((step) => {
    const label = isStep(step.key) ? e(`step.${step.key}`) : step.label;
    // The day it comes into force is a fact of the version, not of a signature.
    if (step.key !== 'EFFECTIVE' || !version.effectiveDate) return { ...step, label };
    return { ...step, label, lines: [clock.longDay(version.effectiveDate)] };
  });
  const isInForce = document !== undefined && document.effectiveVersionId === version.id;
  return (
    <>
      <RecordLayout
        header={{
          trail: useTrail(shown),
          number: version.number ?? '',
          title: version.title,
          state: isInForce ? stateBadge(Document, document.state) : versionBadge(version),
          version: editionText(e, shown),
          now,
          actions,
        }}
        steps={timeline}
        tab={tab}
        onTab={(key) => change({ tab: key === 'details' ? undefined : key, page: undefined })}
        tabs={tabs}
        wideTabs={['history', 'file', 'versions', 'signatures']}
        rail={<DocumentRail shown={shown} readerId={readerId} />}
        printFoot={
          <>
            <p>{t('record.printedBy', { name: session?.user.name ?? '', time: clock.moment(clock.now) })}</p>
            <p>{t('record.validOnly')}</p>
          </>
        }
      />
      <DocumentPanels shown={shown} panel={textIn(search, 'panel')} onClose={() => change({ panel: undefined })} />
      {dialogs}
      {refused && <Refused problem={refused.problem} action={refused.action} onClose={clearRefused} />}
    </>
  );
}
