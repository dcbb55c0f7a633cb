import { pageOf } from '#kernel/web/api/resource.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Deadline } from '#kernel/web/parts/Deadline.tsx';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import { Obsoletion } from '../../records/relations.ts';
import { Version } from '../../records/version.ts';
import type { ObsoletionLine, WorkflowLine } from '../api/answers.ts';
import table from '../table.module.css';
import { useEdmsT } from '../texts.ts';

/** What the author does next in a state in which nobody else has a task. */
const mine: Readonly<Record<string, 'submit' | 'route' | 'nothing'>> = {
  DRAFT: 'submit',
  REVIEWED: 'route',
  APPROVED_PENDING_EFFECTIVE: 'nothing',
};

interface WorkTableProps {
  readonly workflow: readonly WorkflowLine[];
  readonly obsoletions: readonly ObsoletionLine[];
}

/** My documents on their way: state, who acts next, days in the state, due date. */
export function WorkTable({ workflow, obsoletions }: WorkTableProps) {
  const t = useT();
  const e = useEdmsT();
  const clock = useClock();
  const stateBadge = useStateBadge();
  const next = (line: WorkflowLine): string =>
    line.waitsFor.length > 0 ? line.waitsFor.join(', ') : e(`dashboard.next.${mine[line.state] ?? 'nothing'}`);
  return (
    <div className={cx(table.scroll)}>
      <table className={cx(table.table)}>
        <thead>
          <tr>
            <th scope="col">{t('field.number')}</th>
            <th scope="col">{t('sign.recordTitle')}</th>
            <th scope="col">{e('field.version')}</th>
            <th scope="col">{t('field.state')}</th>
            <th scope="col">{e('dashboard.nextStep')}</th>
            <th scope="col">{e('dashboard.inState')}</th>
            <th scope="col">{e('field.due')}</th>
          </tr>
        </thead>
        <tbody>
          {workflow.map((line) => (
            <tr key={line.id}>
              <th scope="row">
                <AppLink href={`${pageOf(Document, line.documentId)}?version=${line.id}`}>{line.number}</AppLink>
              </th>
              <td className={cx(table.title)}>{line.title}</td>
              <td>{line.label}</td>
              <td>
                <StateBadge {...stateBadge(Version, line.state)} />
              </td>
              <td>{line.waitsFor.length === 0 && mine[line.state] !== 'nothing' ? <strong>{next(line)}</strong> : next(line)}</td>
              <td className={cx(table.keep)}>{e('dashboard.days', { count: line.daysInState })}</td>
              <td className={cx(table.keep)}>{line.dueAt ? <Deadline due={line.dueAt} form="both" /> : '–'}</td>
            </tr>
          ))}
          {obsoletions.map((line) => (
            <tr key={line.id}>
              <th scope="row">
                <AppLink href={pageOf(Obsoletion, line.id)}>{line.number}</AppLink>
              </th>
              <td className={cx(table.title)}>{line.title}</td>
              <td>{e('dashboard.obsoletion')}</td>
              <td>
                <StateBadge {...stateBadge(Obsoletion, line.state)} />
              </td>
              <td>–</td>
              <td>–</td>
              <td>{line.obsoletionDate ? clock.shortDay(line.obsoletionDate) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
