import { Button, TextInput } from '@mantine/core';
import { IconAlertOctagonFilled, IconUserOff, IconWifiOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { StateFamily } from '#kernel/schema';
import { ClockProvider } from '#kernel/web/i18n/clock.tsx';
import { AbilityButton } from '#kernel/web/parts/AbilityButton.tsx';
import { cx } from '#kernel/web/parts/cx.ts';
import { Deadline } from '#kernel/web/parts/Deadline.tsx';
import { EmptyState } from '#kernel/web/parts/EmptyState.tsx';
import { LinkButton } from '#kernel/web/parts/LinkButton.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';
import { Severity } from '#kernel/web/parts/Severity.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import { StateBadge, type StateMark } from '#kernel/web/parts/StateBadge.tsx';
import { ToastBody, toast } from '#kernel/web/parts/toast.tsx';
import css from './StoryPage.module.css';
import { NOW, ZONE } from './sample.ts';

type Badge = readonly [label: string, mark?: StateMark | undefined, family?: StateFamily];
const families: readonly {
  readonly name: string;
  readonly note: string;
  readonly family: StateFamily;
  readonly badges: readonly Badge[];
}[] = [
  {
    name: 'Being written',
    note: 'grey, pencil',
    family: 'writing',
    badges: [['Draft'], ['Plan draft'], ['Request draft'], ['Configured']],
  },
  {
    name: 'Waits for someone',
    note: 'petrol, hourglass',
    family: 'waiting',
    badges: [['Pending review'], ['Pending approval'], ['Pending classification'], ['Info requested']],
  },
  {
    name: 'Being done',
    note: 'petrol, play or arrow',
    family: 'doing',
    badges: [['In execution'], ['In production'], ['Running'], ['In deviation', 'continues'], ['In investigation', 'continues']],
  },
  {
    name: 'Good and valid',
    note: 'green, check or date',
    family: 'valid',
    badges: [['Effective'], ['Closed'], ['Released'], ['Qualified'], ['Effective 1 Dec', undefined, 'scheduled']],
  },
  {
    name: 'Needs attention',
    note: 'amber, arrow, triangle',
    family: 'attention',
    badges: [['Returned to draft', 'returned'], ['Conditional'], ['Calibration due'], ['Backordered']],
  },
  {
    name: 'Wrong or blocked',
    note: 'red, octagon',
    family: 'wrong',
    badges: [['Rejected'], ['Out of service'], ['Out of specification'], ['Seal broken']],
  },
  { name: 'Held', note: 'grey, lock', family: 'held', badges: [['On hold'], ['Quarantine'], ['Legal hold']] },
  {
    name: 'No longer valid',
    note: 'outline, box or cross',
    family: 'ended',
    badges: [['Superseded'], ['Obsolete'], ['Voided', 'crossed'], ['Terminated', 'crossed'], ['Cancelled', 'crossed']],
  },
];

const noop = (): void => undefined;

/** Every state of every part on one page, beside which a change to a part is judged. */
export function StoryPage() {
  return (
    <ClockProvider zone={ZONE} fixed={NOW}>
      <main className={cx(css.page)}>
        <h1 className={cx(css.hidden)}>Parts of the interface in every state</h1>
        <div>
          <Group title="State badges: the icon and the word carry the state, the tint groups it">
            {families.map(({ name, note, family, badges }) => (
              <Line key={name} name={name} note={note}>
                {badges.map(([label, mark, other]) => (
                  <StateBadge key={label} family={other ?? family} label={label} mark={mark} />
                ))}
              </Line>
            ))}
          </Group>
          <Group title="Deadlines: shape, words and date">
            <Line name="7 days or more" note="ring">
              <Deadline due="2026-12-02" form="both" />
            </Line>
            <Line name="Under 7 days" note="triangle, bold" isLoose>
              <Deadline due="2026-11-25" form="both" />
              <Deadline due="2026-11-20T13:59:00Z" form="words" />
            </Line>
            <Line name="Late" note="octagon, bold" isLoose>
              <Deadline due="2026-11-17" form="both" />
              <Deadline due="2026-11-18" form="words" extensions={1} />
            </Line>
          </Group>
          <Group title="Severity: bars, so that it never looks like a deadline">
            <Line name="Class" note="0 to 3 bars" isLoose>
              <Severity level={3} label="Critical" />
              <Severity level={2} label="Major" />
              <Severity level={1} label="Minor" />
              <Severity level={0} label="Informational" />
            </Line>
          </Group>
          <Group title="Actions: allowed, needs more, refused">
            <Line name="Allowed" note="signed has a pen">
              <AbilityButton ability={{ ok: true }} label="Approve and sign" isPrimary isSigned onAct={noop} />
              <AbilityButton ability={{ ok: true }} label="Reject" asksMore onAct={noop} />
              <Button variant="subtle">More</Button>
              <span className={cx(css.focused)}>
                <Button>Focus</Button>
              </span>
            </Line>
            <Line name="Refused" note="dashed, lock, focusable">
              <AbilityButton
                ability={{ ok: false, rule: 'SOD-1', why: 'You wrote this revision.', way: 'Paul Okello can approve it.' }}
                label="Approve and sign"
                isSigned
                onAct={noop}
              />
              <span className={cx(css.note)}>You wrote this revision (SOD-1). Paul Okello can approve it.</span>
            </Line>
          </Group>
        </div>
        <div>
          <Group title="Empty, loading, error, refused, offline">
            <div className={cx(css.stage)}>
              <EmptyState title="Nothing waits for your signature">
                3 other tasks are open. The next deadline is 25 Nov.
              </EmptyState>
              <EmptyState title="No event matches these filters" icon={null}>
                38 events exist without them. <LinkButton onClick={noop}>Clear 3 filters</LinkButton>
              </EmptyState>
              <SkeletonRows rows={3} widths={['6rem', '18rem', '8rem']} isImmediate />
              <p className={cx(css.stageNote)}>Loading shows after 300 ms, with the real columns. Rows already shown stay.</p>
              <div className={cx(css.messages)}>
                <Message tone="bad" isStacked title="Not saved: Rita Achieng changed this record at 10:41.">
                  She changed Disposition. Your text is kept. <LinkButton onClick={noop}>Compare and merge</LinkButton>
                </Message>
                <Message tone="plain" isStacked icon={IconUserOff} title="No record here that you may read">
                  It does not exist, or it is outside your departments. <LinkButton onClick={noop}>Ask for access</LinkButton>
                </Message>
                <Message tone="warn" icon={IconWifiOff} title="No connection since 10:38.">
                  2 intents wait on this device. Signing needs a connection.
                </Message>
              </div>
            </div>
          </Group>
          <Group title="Form fields">
            <div className={cx(css.pair)}>
              <TextInput
                label="Occurred at"
                description="When it happened, not when you saw it."
                defaultValue="2026-11-20 07:45"
                rightSection={<span className={cx(css.zone)}>EAT</span>}
                rightSectionWidth={48}
              />
              <TextInput
                label="Batch"
                defaultValue="AD-1170"
                error={
                  <span className={cx(css.fault)}>
                    <IconAlertOctagonFilled size={13} aria-hidden="true" />
                    AD-1170 does not exist. Close: AD-1107.
                  </span>
                }
              />
            </div>
          </Group>
          <Group title="Toasts: what happened, and the way back">
            <div className={cx(css.pair)}>
              <div className={cx(css.toast)}>
                <ToastBody
                  title="DEV-2026-0147 is closed"
                  text={
                    <>
                      Signed 10:44. Sealed.{' '}
                      <LinkButton onClick={() => toast({ title: 'DEV-2026-0147 is closed', text: 'Signed 10:44. Sealed.' })}>
                        Open CAPA-2026-0058
                      </LinkButton>
                    </>
                  }
                />
              </div>
              <div className={cx(css.toast)}>
                <ToastBody
                  tone="warn"
                  title="2 of 3 assigned"
                  text={
                    <>
                      QE-2026-0302 refused: closed. <LinkButton onClick={noop}>Details</LinkButton>
                    </>
                  }
                />
              </div>
            </div>
          </Group>
        </div>
      </main>
    </ClockProvider>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={cx(css.group)} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface LineProps {
  readonly name: string;
  readonly note: string;
  readonly isLoose?: boolean;
  readonly children: ReactNode;
}

function Line({ name, note, isLoose = false, children }: LineProps) {
  return (
    <div className={cx(css.line)}>
      <div>
        {name}
        <span className={cx(css.lineNote)}>{note}</span>
      </div>
      <div className={cx(css.specimens, isLoose && css.loose)}>{children}</div>
    </div>
  );
}
