import type { Row } from '#kernel/schema';
import { pageOf } from '#kernel/web/api/resource.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Deadline } from '#kernel/web/parts/Deadline.tsx';
import { LinkButton } from '#kernel/web/parts/LinkButton.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';
import { type LabelValue, LabelValues, Section } from '#kernel/web/parts/Section.tsx';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import { FieldValue } from '#kernel/web/screens/FieldValue.tsx';
import { useFieldName } from '#kernel/web/screens/names.ts';
import { RefLink } from '#kernel/web/screens/RefLink.tsx';
import { shapeOf } from '#kernel/web/screens/standard-fields.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import { Obsoletion } from '../../records/relations.ts';
import { sources, Version } from '../../records/version.ts';
import { useMetadata } from '../api/queries.ts';
import { useEdmsT } from '../texts.ts';
import { Dependencies } from './Dependencies.tsx';
import type { Shown } from './DocumentView.tsx';
import css from './document.module.css';
import { inWork } from './useTrail.tsx';
import { useVersionBadge } from './useVersionBadge.ts';

interface DetailsTabProps {
  readonly shown: Shown;
  readonly onPanel: (panel: string) => void;
}

/** The metadata items of a controlled document (EDMS, 14 items; download date and revision history stand on their tabs and copies). */
export function DetailsTab({ shown, onPanel }: DetailsTabProps) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const { version, document, refs, readVersion } = shown;
  const identity = useIdentity(shown);
  const people = usePeople(shown);
  const filing = useFiling(shown);
  return (
    <div className={cx(css.page)}>
      <Notices shown={shown} />
      <Section title={e('details.document')}>
        <LabelValues items={identity} />
      </Section>
      <Section title={e('details.approval')}>
        <LabelValues items={people} />
      </Section>
      {version.description && (
        <Section title={label(Version.fields.description.label)}>
          <p className={cx(css.text)}>{version.description}</p>
        </Section>
      )}
      {version.changeSummary && (
        <Section title={label(Version.fields.changeSummary.label)}>
          <p className={cx(css.text)}>{version.changeSummary}</p>
        </Section>
      )}
      {version.source === 'SCANNED_COPY' && (
        <Section title={label(Version.fields.trueCopyStatement.label)}>
          <p className={cx(css.text)}>{version.trueCopyStatement ?? '–'}</p>
          <p className={cx(css.note)}>
            {label(Version.fields.trueCopyVerifierId.label)}{' '}
            {version.trueCopyVerifierId ? <RefLink id={version.trueCopyVerifierId} type="access.user" refs={refs} /> : '–'}
          </p>
        </Section>
      )}
      <Dependencies shown={shown} />
      {document && (
        <Section
          title={e('filing.title')}
          note={shown.readDocument?.can.edit?.ok && <LinkButton onClick={() => onPanel('filing')}>{e('filing.edit')}</LinkButton>}
        >
          <LabelValues items={filing} />
        </Section>
      )}
      {inWork.has(version.state) && readVersion.can.edit?.ok === true && version.source === null && (
        <Message tone="accent" action={<LinkButton onClick={() => onPanel('edit')}>{t('record.edit')}</LinkButton>}>
          {e('details.noSource')}
        </Message>
      )}
    </div>
  );
}

/** What the reader must know before the details: an open obsoletion, an end, a return for rework. */
function Notices({ shown }: { readonly shown: Shown }) {
  const e = useEdmsT();
  const clock = useClock();
  const { version, document, signatures } = shown;
  const back = signatures.findLast((one) => one.transition === 'reject-review' || one.transition === 'reject-final');
  return (
    <>
      {version.state === 'DRAFT' && back && (
        <Message
          tone="warn"
          isStacked
          title={e('details.returned', { name: back.printedName, date: clock.moment(back.signedAt) })}
        >
          {back.reason}
        </Message>
      )}
      {document?.obsoletionId && (
        <Message tone="warn" action={<AppLink href={pageOf(Obsoletion, document.obsoletionId)}>{e('obsoletion.open')}</AppLink>}>
          {document.obsoletionDate
            ? e('obsoletion.planned', { date: clock.longDay(document.obsoletionDate) })
            : e('obsoletion.requested')}
        </Message>
      )}
      {(version.state === 'SUPERSEDED' || version.state === 'OBSOLETE') && (
        <Message tone="warn">{e(version.state === 'OBSOLETE' ? 'details.obsolete' : 'details.superseded')}</Message>
      )}
    </>
  );
}

function useIdentity({ version, document, refs }: Shown): readonly LabelValue[] {
  const metadata = useMetadata(version.id, document === undefined).data;
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const clock = useClock();
  const versionBadge = useVersionBadge();
  const item = (key: string, name: string, value: LabelValue['value']): LabelValue => ({ key, label: name, value });
  return [
    item('number', t('field.number'), version.number),
    item('version', e('field.version'), version.label),
    item('title', t('sign.recordTitle'), version.title),
    item(
      'type',
      e('field.type'),
      document ? <RefLink id={document.typeId} type="edms.document-type" refs={refs} /> : metadata?.type,
    ),
    item('source', label(Version.fields.source.label), version.source ? label(sources[version.source]) : '–'),
    item('state', t('field.state'), <StateBadge {...versionBadge(version)} />),
    item('language', label(Version.fields.language.label), languageName(version.language, clock.language)),
    item('inForce', label(Document.fields.effectiveVersionId.label), document?.effectiveVersionId ? document.label : '–'),
  ];
}

/** Name of a language by its code, in the language of the reader. */
function languageName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

function usePeople({ version, document, refs, signatures }: Shown): readonly LabelValue[] {
  const e = useEdmsT();
  const clock = useClock();
  const label = useLabel();
  const person = (id: string | null) => (id ? <RefLink id={id} type="access.user" refs={refs} /> : '–');
  const { fields } = Version;
  const submitted = signatures.findLast((one) => one.transition === 'submit-for-review');
  return [
    { key: 'author', label: label(fields.authorId.label), value: person(version.authorId) },
    { key: 'submitted', label: e('field.submitted'), value: submitted ? clock.moment(submitted.signedAt) : '–' },
    { key: 'reviewer', label: label(fields.reviewerId.label), value: person(version.reviewerId) },
    { key: 'reviewed', label: e('field.reviewed'), value: version.reviewedAt ? clock.moment(version.reviewedAt) : '–' },
    { key: 'approver', label: label(fields.approverId.label), value: person(version.approverId) },
    { key: 'approved', label: e('field.approvalDate'), value: version.approvedAt ? clock.moment(version.approvedAt) : '–' },
    { key: 'effective', label: e('field.effective'), value: version.effectiveDate ? clock.longDay(version.effectiveDate) : '–' },
    {
      key: 'nextReview',
      label: e('field.nextReview'),
      value: document?.nextReviewDate ? <Deadline due={document.nextReviewDate} /> : '–',
    },
    { key: 'downloaded', label: e('field.downloadDate'), value: e('details.onCopy') },
  ];
}

const filed = ['categoryId', 'keywords', 'tags', 'ownerId', 'isTemplate'] as const;
const placed = ['departmentId', 'siteId', 'confidentiality', 'retentionUntil', 'legalHold'] as const;

function useFiling({ document, refs }: Shown): readonly LabelValue[] {
  const fieldName = useFieldName();
  if (!document) return [];
  const values = document as Row & Readonly<Record<string, unknown>>;
  return [...filed, ...placed].flatMap((name): readonly LabelValue[] => {
    const shape = shapeOf(Document, name);
    if (!shape || (name === 'retentionUntil' && values[name] === null)) return [];
    return [
      {
        key: name,
        label: fieldName(Document, name),
        value: <FieldValue name={name} shape={shape} value={values[name]} refs={refs} form="full" isOver />,
      },
    ];
  });
}
