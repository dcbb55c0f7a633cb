import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { pageOf } from '#kernel/web/api/resource.ts';
import { RefPicker } from '#kernel/web/form/RefPicker.tsx';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { LinkButton } from '#kernel/web/parts/LinkButton.tsx';
import { Section } from '#kernel/web/parts/Section.tsx';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import { Dependency } from '../../records/relations.ts';
import { Version } from '../../records/version.ts';
import type { LinkedDocument, Relation } from '../api/answers.ts';
import { useCommand, useGraph, useMetadata } from '../api/queries.ts';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';
import table from '../table.module.css';
import { useEdmsT } from '../texts.ts';
import { DependencyGraph } from './DependencyGraph.tsx';
import type { Shown } from './DocumentView.tsx';
import css from './document.module.css';
import { inWork } from './useTrail.tsx';

const relations = Dependency.fields.relation.choices ?? {};

/** What the document leans on and what leans on it: drawing and lists; links of a draft can be added and removed. */
export function Dependencies({ shown }: { readonly shown: Shown }) {
  const e = useEdmsT();
  const { version, document, readVersion } = shown;
  const graph = useGraph(document?.id);
  const command = useCommand(`/edms/versions/${version.id}`);
  const metadata = useMetadata(version.id, document === undefined).data;
  if (!document) {
    return (
      <Section title={e('dependency.dependsOn')}>
        <p>{metadata && (metadata.dependencies.join(', ') || e('dependency.none'))}</p>
      </Section>
    );
  }
  if (graph.error) return <ErrorInPlace error={graph.error} onRetry={() => void graph.refetch()} />;
  if (!graph.data) return null;
  // Where there is no version in force, the server answers the draft's links as the document's.
  const isDraftOfOne = inWork.has(version.state) && document.effectiveVersionId !== null;
  const dependsOn = isDraftOfOne ? graph.data.draftDependsOn : graph.data.dependsOn;
  const { dependents, hidden } = graph.data;
  const mayChange = readVersion.can['add-dependency']?.ok === true;
  const problem = command.error instanceof ApiProblem ? command.error.problem : undefined;
  const remove = (dependencyId: string): void => command.mutate({ verb: 'remove-dependency', body: { dependencyId } });
  return (
    <>
      <Section title={e('dependency.dependsOn')} note={dependsOn.length > 0 ? dependsOn.length : undefined}>
        {dependsOn.length > 0 ? (
          <LinkedTable items={dependsOn} onRemove={mayChange ? remove : undefined} />
        ) : (
          <p className={cx(css.note)}>{e('dependency.none')}</p>
        )}
        {problem && <ProblemMessage problem={problem} />}
        {mayChange && (
          <AddDependency
            isBusy={command.isPending}
            onAdd={(dependsOnId, relation) => command.mutate({ verb: 'add-dependency', body: { dependsOnId, relation } })}
          />
        )}
      </Section>
      <Section title={e('dependency.dependents')} note={dependents.length > 0 ? dependents.length : undefined}>
        {dependents.length > 0 ? (
          <LinkedTable items={dependents} />
        ) : (
          <p className={cx(css.note)}>{e('dependency.noDependents')}</p>
        )}
        {hidden > 0 && <p className={cx(css.note)}>{e('dependency.hidden', { count: hidden })}</p>}
      </Section>
      {dependsOn.length + dependents.length > 0 && (
        <Section title={e('dependency.graph')}>
          <DependencyGraph
            centre={{ number: version.number ?? '', title: version.title, label: version.label }}
            dependsOn={dependsOn}
            dependents={dependents}
          />
        </Section>
      )}
    </>
  );
}

interface LinkedTableProps {
  readonly items: readonly LinkedDocument[];
  readonly onRemove?: ((dependencyId: string) => void) | undefined;
}

function LinkedTable({ items, onRemove }: LinkedTableProps) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const stateBadge = useStateBadge();
  const relationText = (relation: Relation): string => {
    const text = relations[relation];
    return text ? label(text) : relation;
  };
  return (
    <div className={cx(table.scroll)}>
      <table className={cx(table.table)}>
        <thead>
          <tr>
            <th scope="col">{t('field.number')}</th>
            <th scope="col">{t('sign.recordTitle')}</th>
            <th scope="col">{e('field.version')}</th>
            <th scope="col">{label(Dependency.fields.relation.label)}</th>
            <th scope="col">{t('field.state')}</th>
            {onRemove && <th scope="col">{e('dependency.change')}</th>}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={`${item.documentId} ${item.relation}`}>
              <th scope="row">
                <AppLink href={pageOf(Document, item.documentId)}>{item.number}</AppLink>
              </th>
              <td className={cx(table.title)}>{item.title}</td>
              <td>{item.label ?? '–'}</td>
              <td>{relationText(item.relation)}</td>
              <td>
                <StateBadge {...stateBadge(item.id === undefined ? Version : Document, item.state)} />
              </td>
              {onRemove && (
                <td>
                  {item.id !== undefined && (
                    <LinkButton onClick={() => item.id && onRemove(item.id)}>
                      {e('dependency.remove', { number: item.number })}
                    </LinkButton>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface AddDependencyProps {
  readonly isBusy: boolean;
  readonly onAdd: (dependsOnId: string, relation: Relation) => void;
}

const isRelation = (value: string | null): value is Relation => value !== null && value in relations;

function AddDependency({ isBusy, onAdd }: AddDependencyProps) {
  const e = useEdmsT();
  const label = useLabel();
  const [relation, setRelation] = useState<Relation>('DEPENDS_ON');
  const [target, setTarget] = useState<string | null>(null);
  return (
    <form
      className={cx(css.add)}
      data-no-print=""
      onSubmit={(event) => {
        event.preventDefault();
        if (!target || isBusy) return;
        onAdd(target, relation);
        setTarget(null);
      }}
    >
      <Select
        label={label(Dependency.fields.relation.label)}
        data={Object.entries(relations).map(([value, text]) => ({ value, label: label(text) }))}
        value={relation}
        onChange={(value) => isRelation(value) && setRelation(value)}
        allowDeselect={false}
      />
      <RefPicker
        label={label(Document.label)}
        to="edms.document"
        isMany={false}
        value={target}
        onChange={(value) => setTarget(typeof value === 'string' ? value : null)}
        isOptional={false}
        isDisabled={isBusy}
        refs={{}}
      />
      <Button type="submit" aria-disabled={isBusy || target === null}>
        {e('dependency.add')}
      </Button>
    </form>
  );
}
