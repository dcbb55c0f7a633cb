import type { AnyRecord } from '#kernel/schema';
import { evidenceTime } from '../../i18n/format.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { groupsOfFour } from '../../parts/HashBlock.tsx';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { definitionOf } from '../../screens/definitions.ts';
import { RefLink } from '../../screens/RefLink.tsx';
import parts from '../parts/system.module.css';
import { useSystemText } from '../texts.ts';
import css from './audit.module.css';
import type { TrailEntry } from './entries.ts';
import { Facts, type TrailTableProps } from './TrailTable.tsx';
import type { Change } from './trail-words.ts';
import { usePersonName } from './use-person-name.ts';

export interface TrailEvidenceProps {
  readonly entry: TrailEntry;
  readonly changes: readonly Change[];
  readonly onSearch: TrailTableProps['onSearch'];
}

/** A value in words; an id as the name of its record, looked up once. */
function ChangeValue({ change, value }: { readonly change: Change; readonly value: string }) {
  const isPerson = change.refTo === 'access.user';
  const person = usePersonName(isPerson ? value : undefined);
  if (!change.refTo) return value;
  if (isPerson) return person ?? value;
  return <RefLink id={value} type={change.refTo} refs={{}} />;
}

/** Everything an entry says: all changes, time in UTC, origin, previous entry; and the way to what belongs to it. */
export function TrailEvidence({ entry, changes, onSearch }: TrailEvidenceProps) {
  const t = useT();
  const s = useSystemText();
  const definition: AnyRecord | undefined = definitionOf(entry.entity);
  const record = entry.number ?? entry.recordId;
  return (
    <>
      {changes.length > 0 && (
        <table className={cx(css.all)}>
          <tbody>
            {changes.map((change) => (
              <tr key={change.field}>
                <th scope="row">{change.label}</th>
                <td>
                  {change.from !== null && (
                    <>
                      <del>
                        <ChangeValue change={change} value={change.from} />
                      </del>{' '}
                      →{' '}
                    </>
                  )}
                  {change.to === null ? (
                    <em>{t('history.empty')}</em>
                  ) : (
                    <ins>
                      <ChangeValue change={change} value={change.to} />
                    </ins>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Facts
        items={[
          { label: s('audit.action'), value: [entry.action, entry.transition].filter(Boolean).join(', ') },
          { label: s('audit.type'), value: definition ? `${entry.entityLabel ?? ''} (${entry.entity})` : entry.entity },
          { label: t('history.serverTime'), value: evidenceTime(entry.at) },
          { label: t('history.version'), value: entry.version },
          { label: t('history.delegate'), value: entry.actor.onBehalfOf },
          { label: t('history.origin'), value: entry.ip },
          { label: t('history.job'), value: entry.job },
          { label: s('audit.signature'), value: entry.signatureId && <code>{entry.signatureId}</code> },
          {
            label: t('history.previous'),
            value: entry.previousLeaf && <code>{groupsOfFour(entry.previousLeaf).join(' ')}</code>,
          },
          { label: t('history.request'), value: entry.request && <code>{entry.request}</code> },
        ]}
      />
      {entry.detail !== null && typeof entry.detail === 'object' && Object.keys(entry.detail).length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and must be reachable with the keyboard
        <pre className={cx(css.detail, parts.mono)} tabIndex={0}>
          {JSON.stringify(entry.detail, null, 2)}
        </pre>
      )}
      <p className={cx(parts.bar)} style={{ marginTop: '0.625rem' }}>
        {entry.actor.type === 'USER' && entry.actor.id && (
          <LinkButton onClick={() => onSearch({ user: entry.actor.id })}>
            {s('audit.ofPerson', { name: entry.actor.name })}
          </LinkButton>
        )}
        {record && (
          <LinkButton onClick={() => onSearch({ record })}>
            {s('audit.ofRecord', { number: entry.number ?? entry.entityLabel ?? entry.entity })}
          </LinkButton>
        )}
      </p>
    </>
  );
}
