import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { permission } from '#kernel/schema';
import { useCreate, useRecordList } from '#kernel/web/api/records.ts';
import { useSession } from '#kernel/web/api/session.ts';
import { RecordForm } from '#kernel/web/form/lazy-form.tsx';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { EmptyState } from '#kernel/web/parts/EmptyState.tsx';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { LinkButton } from '#kernel/web/parts/LinkButton.tsx';
import { SidePanel } from '#kernel/web/parts/SidePanel.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import { definitionOf } from '#kernel/web/screens/definitions.ts';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { useKeys } from '#kernel/web/shell/keys.ts';
import { Chain } from '../../../../kernel/tasks/records/chain.ts';
import { Obsoletion } from '../../records/relations.ts';
import { Version } from '../../records/version.ts';
import table from '../table.module.css';
import { useEdmsT } from '../texts.ts';
import { textIn, usePageSearch } from '../usePageSearch.ts';
import css from './admin.module.css';
import { ofStage, stepsIn } from './chain-steps.ts';

/** Record types of this module whose approval may follow a chain. */
const own: readonly string[] = [Version.id, Obsoletion.id];

/** Approval chains of documents: a draft is written by one administrator and published by another. */
export default function ChainsPage() {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const stateBadge = useStateBadge();
  const [search, change] = usePageSearch();
  const found = useRecordList(Chain, { sort: 'code,-issue', state: 'DRAFT,ACTIVE,RETIRED' });
  const mayCreate = useSession().data?.permissions.includes(permission(Chain, 'create')) ?? false;
  const chains = (found.data?.pages.flatMap((page) => page.items) ?? []).filter((chain) => own.includes(chain.recordType));
  const panel = textIn(search, 'panel');
  const base = chains.find((chain) => chain.id === panel);
  useKeys(mayCreate ? [{ keys: 'c', label: t('keys.create'), group: 'list', run: () => change({ panel: 'new' }) }] : []);
  const stepNames = (chain: (typeof chains)[number]): string =>
    Object.keys(definitionOf(chain.recordType)?.stages ?? {})
      .flatMap((stage) => ofStage(stepsIn(chain.steps), stage).map((step) => step.name))
      .join(' → ');
  return (
    <div className={cx(css.page)}>
      <div className={cx(css.head)}>
        <h1>{e('chain.title')}</h1>
        {mayCreate && (
          <Button
            variant="filled"
            leftSection={<IconPlus size={15} stroke={1.7} aria-hidden="true" />}
            onClick={() => change({ panel: 'new' })}
          >
            {t('list.create', { record: label(Chain.label).toLowerCase() })}
          </Button>
        )}
      </div>
      {found.error && <ErrorInPlace error={found.error} what={e('chain.title')} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows rows={4} widths={['8rem', '20rem', '24rem']} />}
      {found.data && chains.length === 0 && <EmptyState title={t('list.empty')} />}
      {chains.length > 0 && (
        <div className={cx(table.scroll)}>
          <table className={cx(table.table)}>
            <thead>
              <tr>
                <th scope="col">{label(Chain.fields.code.label)}</th>
                <th scope="col">{label(Chain.fields.name.label)}</th>
                <th scope="col">{e('chain.issue')}</th>
                <th scope="col">{e('chain.steps')}</th>
                <th scope="col">{t('field.state')}</th>
                {mayCreate && <th scope="col">{e('dependency.change')}</th>}
              </tr>
            </thead>
            <tbody>
              {chains.map((chain) => (
                <tr key={chain.id} className={cx(chain.state === 'RETIRED' && table.faded)}>
                  <th scope="row">
                    <AppLink href={`/edms/chains/${chain.id}`}>{chain.code}</AppLink>
                  </th>
                  <td className={cx(table.title)}>{chain.name}</td>
                  <td>{chain.issue}</td>
                  <td>{stepNames(chain)}</td>
                  <td>
                    <StateBadge {...stateBadge(Chain, chain.state)} />
                  </td>
                  {mayCreate && (
                    <td className={cx(table.keep)}>
                      {chain.state === 'ACTIVE' && (
                        <LinkButton onClick={() => change({ panel: chain.id })}>
                          {e('chain.newIssueOf', { code: chain.code })}
                        </LinkButton>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {mayCreate && (panel === 'new' || base) && <NewChain base={base} onClose={() => change({ panel: undefined })} />}
    </div>
  );
}

interface NewChainProps {
  /** Chain in force that gets a new issue; absent for a new one. */
  readonly base:
    | {
        readonly id: string;
        readonly code: string;
        readonly name: string;
        readonly recordType: string;
        readonly issue: number;
        readonly steps: unknown;
      }
    | undefined;
  readonly onClose: () => void;
}

function NewChain({ base, onClose }: NewChainProps) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const navigate = useNavigate();
  const create = useCreate(Chain);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const initial = base
    ? { name: base.name, recordType: base.recordType, steps: base.steps }
    : { recordType: Version.id, steps: [] };
  const fixed = base ? { code: base.code, issue: base.issue + 1, replacesId: base.id } : undefined;
  return (
    <SidePanel
      title={base ? e('chain.newIssueOf', { code: base.code }) : t('list.create', { record: label(Chain.label).toLowerCase() })}
      onClose={onClose}
    >
      <RecordForm
        key={base?.id ?? 'new'}
        record={Chain}
        initial={initial}
        {...(fixed ? { fixed } : {})}
        onSubmit={async (values) => {
          const { data } = await create.mutateAsync({ values, idempotencyKey });
          await navigate({ href: `/edms/chains/${data.data.id}` });
        }}
        onCancel={onClose}
      />
    </SidePanel>
  );
}
