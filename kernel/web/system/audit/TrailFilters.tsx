import { RefPicker } from '../../form/RefPicker.tsx';
import { useClock } from '../../i18n/clock.tsx';
import { dayNumber } from '../../i18n/format.ts';
import { useLabel, useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { useModules } from '../../screens/definitions.ts';
import { Choices, dayText, FilterChip, FindField, PeriodChoice, TextChoice } from '../parts/filters.tsx';
import type { Search } from '../parts/use-search.ts';
import { useSystemText } from '../texts.ts';
import css from './audit.module.css';
import { actions, filterNames, knownAction } from './entries.ts';
import { usePersonName } from './use-person-name.ts';

export interface TrailFiltersProps {
  readonly search: Search;
  readonly onSearch: (search: Readonly<Record<string, string | undefined>>) => void;
}

/** Words, person, record, action, module and period; each is a part of the URL. */
export function TrailFilters({ search, onSearch }: TrailFiltersProps) {
  const t = useT();
  const s = useSystemText();
  const label = useLabel();
  const clock = useClock();
  const modules = useModules();
  const person = usePersonName(search.user);
  const today = dayText(dayNumber(clock.now, clock.zone));
  const set = (more: Readonly<Record<string, string | undefined>>): void => onSearch({ ...search, ...more });
  const chosenActions = search.action?.split(',') ?? [];
  const moduleName = (id: string): string => {
    const found = modules.find((module) => module.id === id);
    return found ? label(found.label) : id;
  };
  const period = [
    search.from && t('list.since').concat(' ', boundText(search.from)),
    search.to && t('list.until').concat(' ', boundText(search.to)),
  ].filter(Boolean);
  const isFiltered = filterNames.some((name) => search[name]);
  return (
    <search className={cx(css.bar)} data-no-print="">
      <FindField label={s('audit.find')} value={search.q ?? ''} onFind={(q) => set({ q: q || undefined })} />
      <FilterChip label={s('audit.person')} value={search.user && (person ?? '…')} onClear={() => set({ user: undefined })}>
        {(close) => (
          <div style={{ minWidth: '16rem' }}>
            <RefPicker
              label={s('audit.person')}
              to="access.user"
              isMany={false}
              isOptional
              isDisabled={false}
              value={search.user ?? null}
              onChange={(id) => {
                set({ user: typeof id === 'string' ? id : undefined });
                close();
              }}
              refs={search.user && person ? { [search.user]: { type: 'access.user', number: null, title: person } } : {}}
            />
          </div>
        )}
      </FilterChip>
      <FilterChip label={s('audit.record')} value={search.record} onClear={() => set({ record: undefined })}>
        {(close) => (
          <TextChoice
            label={s('audit.recordNumber')}
            initial={search.record ?? ''}
            onApply={(record) => {
              set({ record: record || undefined });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip
        label={s('audit.action')}
        value={chosenActions.length > 0 ? chosenActions.map(actionText).join(', ') : undefined}
        onClear={() => set({ action: undefined })}
      >
        {(close) => (
          <Choices
            options={actions.map((value) => ({ value, label: s(`action.${value}`) }))}
            chosen={chosenActions}
            onApply={(chosen) => {
              set({ action: chosen.join(',') || undefined });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip
        label={s('audit.module')}
        value={search.module && moduleName(search.module)}
        onClear={() => set({ module: undefined })}
      >
        {(close) => (
          <ul style={{ maxHeight: '20rem', overflowY: 'auto' }}>
            {modules.map((module) => (
              <li key={module.id}>
                <LinkButton
                  mih="1.75rem"
                  onClick={() => {
                    set({ module: module.id });
                    close();
                  }}
                >
                  {label(module.label)}
                </LinkButton>
              </li>
            ))}
          </ul>
        )}
      </FilterChip>
      {search.entity && (
        <FilterChip label={s('audit.type')} value={search.entity} onClear={() => set({ entity: undefined })}>
          {(close) => (
            <TextChoice
              label={s('audit.type')}
              initial={search.entity ?? ''}
              onApply={(entity) => {
                set({ entity: entity || undefined });
                close();
              }}
            />
          )}
        </FilterChip>
      )}
      <FilterChip
        label={s('audit.period')}
        value={period.length > 0 ? period.join(' ') : undefined}
        onClear={() => set({ from: undefined, to: undefined })}
      >
        {(close) => (
          <PeriodChoice
            from={search.from?.slice(0, 10) ?? ''}
            to={search.to?.slice(0, 10) ?? ''}
            today={today}
            onApply={(next) => {
              set(next);
              close();
            }}
          />
        )}
      </FilterChip>
      {isFiltered && <LinkButton onClick={() => onSearch({})}>{s('filter.clear')}</LinkButton>}
    </search>
  );

  function actionText(name: string): string {
    const known = knownAction(name);
    return known ? s(`action.${known}`) : name;
  }
  function boundText(value: string): string {
    return value.includes('T') ? clock.moment(value) : clock.longDay(value);
  }
}
