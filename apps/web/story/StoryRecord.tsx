import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { cx } from '#kernel/web/parts/cx.ts';
import { LinkButton } from '#kernel/web/parts/LinkButton.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';
import { LabelValues, Section } from '#kernel/web/parts/Section.tsx';
import { Severity } from '#kernel/web/parts/Severity.tsx';
import { HistoryTable } from '#kernel/web/record/HistoryTable.tsx';
import { RecordLayout } from '#kernel/web/record/RecordLayout.tsx';
import { AbilitySection, DeadlineSection, LinkSection, TaskSection } from '#kernel/web/record/rail.tsx';
import { SealSentence } from '#kernel/web/record/SealMark.tsx';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { SignDialog } from '#kernel/web/sign/SignDialog.tsx';
import { StoryFrame } from './StoryFrame.tsx';
import css from './StoryRecord.module.css';
import {
  HASH,
  link,
  released,
  sampleAbilities,
  sampleActions,
  sampleDeadlines,
  sampleHistory,
  sampleLinks,
  sampleSteps,
  sampleTasks,
} from './sample-deviation.tsx';

const whys: readonly (readonly [string, string])[] = [
  ['Wrench was used after its due date', 'It was not on the due list of week 42'],
  ['It was not on the due list', 'The list is filtered by location; TW-07 was moved to station 4 on 2 Sep'],
  ['The move did not change the location', 'Tool moves are noted on paper and entered monthly'],
  ['Entered monthly', 'SOP-00093 asks for no entry at the moment of the move'],
  ['Use was not blocked', 'Tool status is not checked when a task starts'],
];

/** The record specimen: a deviation pending approval, its history, and the signature dialog over it. */
export function StoryRecord() {
  const search = useSearch({ from: '/story/record' });
  const [tab, setTab] = useState(search.tab ?? 'details');
  const [isSigning, setSigning] = useState(search.sign === true);
  const [wrong, setWrong] = useState(0);
  return (
    <StoryFrame>
      <RecordLayout
        header={{
          trail: [
            { key: 'list', node: <AppLink href="/story/list">Deviations</AppLink> },
            { key: 'view', node: 'Waits for my signature' },
          ],
          pager: { at: 2, of: 7, onPrevious: () => undefined, onNext: () => undefined },
          number: 'DEV-2026-0147',
          title: 'Torque wrench TW-07 used after its calibration date',
          state: { family: 'waiting', label: 'Pending approval' },
          version: 'Revision 2',
          star: { isOn: false, onToggle: () => undefined },
          now: {
            who: { name: 'Paul Okello', isReader: true },
            what: 'approve or reject next',
            capacity: 'as named QA approver',
            due: '2026-11-25',
            dayOf: [25, 30],
          },
          actions: sampleActions(() => setSigning(true)),
        }}
        steps={sampleSteps}
        tab={tab}
        onTab={setTab}
        tabs={[
          { key: 'details', label: 'Details', content: <Details /> },
          { key: 'files', label: 'Files', count: 4, content: null },
          { key: 'links', label: 'Links', count: 7, content: null },
          { key: 'comments', label: 'Comments', count: 3, content: null },
          { key: 'history', label: 'History', count: 47, content: <History /> },
          { key: 'signatures', label: 'Signatures', count: 3, content: null },
        ]}
        rail={
          <>
            <AbilitySection lines={sampleAbilities} />
            <DeadlineSection lines={sampleDeadlines} />
            <TaskSection lines={sampleTasks} />
            <LinkSection lines={sampleLinks} />
          </>
        }
      />
      <SignDialog
        isOpen={isSigning}
        act="approve and close deviation"
        subjects={[
          {
            number: 'DEV-2026-0147',
            version: 'revision 2',
            title: 'Torque wrench TW-07 used after its calibration date',
            contentHash: HASH,
          },
        ]}
        meaning={{ constant: 'APPROVED', sentence: 'I approve this report and its conclusion.' }}
        signer={{ name: 'Paul Okello', username: 'paul.okello', capacity: 'QA approver' }}
        identical={{ isIdentical: true, text: 'Report and 4 files, identical to what Rita Achieng reviewed' }}
        effects={[
          <span key="1">
            DEV-2026-0147 and event QE-2026-0311 become <strong>Closed</strong>. Nobody can edit them; a reopening needs two
            signatures.
          </span>,
          'A CAPA opens for Ana Nakato, plan due 20 Dec 2026.',
        ]}
        reason="required"
        isFirst
        signedInAt="2026-11-20T05:02:00Z"
        hasPasskey
        onSign={async () => {
          setWrong(wrong + 1);
          return { ok: false, detail: 'The signing password is wrong.', triesLeft: 4 - wrong };
        }}
        onClose={() => setSigning(false)}
      />
    </StoryFrame>
  );
}

function Details() {
  return (
    <div className={cx(css.details)}>
      <Message
        tone="accent"
        title="Changed since revision 1:"
        action={<LinkButton onClick={() => undefined}>Show differences</LinkButton>}
      >
        patient safety, disposition, retorque-sheet.pdf. Rita Achieng had rejected revision 1 on 9 Nov.
      </Message>
      <Section title="What happened">
        <p className={cx(css.prose)}>
          On 24 Oct 2026 the assembler at station 4 found that torque wrench TW-07 ({link('EQ-0107')}) had passed its calibration
          date of 17 Oct. It had tightened 64 basin fasteners on four builds between 19 and 23 Oct. All four builds are packed and
          on hold.
        </p>
      </Section>
      <div className={cx(css.columns)}>
        <Section title="Classification">
          <LabelValues
            columns={1}
            items={[
              { key: 'class', label: 'Class', value: <Severity level={2} label="Major" /> },
              { key: 'category', label: 'Category', value: 'Equipment' },
              { key: 'impact', label: 'Quality impact', value: 'Yes, cause known' },
              { key: 'safety', label: 'Patient safety', value: 'No: joints are not load bearing in use' },
              { key: 'reported', label: 'Reported', value: '26 Oct 2026, 09:41 EAT by Tom Ojok' },
            ]}
          />
        </Section>
        <Section title="Scope">
          <LabelValues
            columns={1}
            items={[
              {
                key: 'builds',
                label: 'Builds',
                value: (
                  <>
                    {link('2214')}, {link('2216')}, {link('2219')}, {link('2221')}
                  </>
                ),
              },
              { key: 'order', label: 'Order', value: link('ORD-2026-0398') },
              { key: 'equipment', label: 'Equipment', value: <>{link('EQ-0107')} Torque wrench TW-07</> },
              { key: 'procedure', label: 'Procedure', value: <>{link('SOP-00093')} 2.0 Tightening of basins</> },
              { key: 'disposition', label: 'Disposition', value: released },
            ]}
          />
        </Section>
      </div>
      <Section title="Root cause" note="5 whys">
        <table className={cx(css.whys)}>
          <tbody>
            {whys.map(([question, answer], index) => (
              <tr key={question}>
                <th scope="row">{index + 1}</th>
                <td>{question}</td>
                <td>{answer}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <div className={cx(css.columns)}>
        <Section title="Correction">
          <p>All 64 fasteners re-torqued with TW-09 (calibrated to 3 Mar 2027). TW-07 checked: deviation 0.8 %, limit 4 %.</p>
        </Section>
        <Section title="CAPA required">
          <p>
            <strong>Yes.</strong> Block the task start when a tool is past its date. Approval creates a CAPA with Ana Nakato as
            responsible person.
          </p>
        </Section>
      </div>
    </div>
  );
}

function History() {
  return (
    <HistoryTable
      rows={sampleHistory}
      onExport={() => undefined}
      seal={<SealSentence total={47} sealed={46} verifiedAt="today 10:40" nextEntry={18231} onVerify={() => undefined} />}
    />
  );
}
