import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Language, languages } from '#kernel/schema';
import type { RefNames } from '../../api/records.ts';
import { type Session, sessionKey } from '../../api/session.ts';
import { setLanguage, useT } from '../../i18n/index.ts';
import { announce } from '../../parts/announce.ts';
import { cx } from '../../parts/cx.ts';
import { LabelValues, Section } from '../../parts/Section.tsx';
import { languageNames } from '../../shell/PersonMenu.tsx';
import type { Assignment } from '../access/answers.ts';
import { ProblemMessage, problemOf } from '../parts/ProblemMessage.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import css from './profile.module.css';

interface Account {
  readonly data: { readonly departmentId: string | null; readonly managerId: string | null; readonly siteId: string | null };
  readonly refs: RefNames;
}

/** Who I am, and the four things about me that I change myself. */
export function ContactTab({ session }: { readonly session: Session }) {
  const s = useSystemText();
  const { user } = session;
  const account = useAnswer<Account>(`/users/${user.id}`).data;
  const roles = useAnswer<{ readonly items: readonly Assignment[] }>(`/users/${user.id}/roles`).data;
  const nameOf = (id: string | null | undefined): string | undefined => (id ? account?.refs[id]?.title : undefined);
  const held = roles?.items.filter((role) => role.isInForce).map((role) => role.name);
  return (
    <div className={cx(css.tab)}>
      <Section title={s('profile.who')} note={s('profile.whoNote')}>
        <LabelValues
          items={[
            { key: 'email', label: s('profile.email'), value: user.email },
            { key: 'job', label: s('profile.jobTitle'), value: user.jobTitle },
            { key: 'department', label: s('profile.department'), value: nameOf(account?.data.departmentId) },
            { key: 'manager', label: s('profile.manager'), value: nameOf(account?.data.managerId) },
            { key: 'site', label: s('profile.site'), value: nameOf(account?.data.siteId) },
            { key: 'roles', label: s('profile.roles'), value: held?.join(', ') },
          ]}
        />
      </Section>
      <ContactForm session={session} key={user.id} />
    </div>
  );
}

const zones: readonly string[] = Intl.supportedValuesOf('timeZone');

function ContactForm({ session }: { readonly session: Session }) {
  const t = useT();
  const s = useSystemText();
  const client = useQueryClient();
  const { user } = session;
  const [phone, setPhone] = useState(user.phone ?? '');
  const [language, setOwnLanguage] = useState<Language>(user.language ?? 'en');
  const [timeZone, setTimeZone] = useState<string | null>(user.timeZone ?? null);
  const [isMuted, setMuted] = useState(user.mutedMail ?? false);
  const save = useChange();
  const problem = problemOf(save.error);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (save.isPending) return;
    const body = { phone: phone.trim() === '' ? null : phone.trim(), language, timeZone, mutedMail: isMuted };
    await save.mutateAsync({ method: 'PATCH', path: '/auth/profile', body }).then(
      async () => {
        await Promise.all([setLanguage(language), client.invalidateQueries({ queryKey: sessionKey })]);
        announce(s('common.saved'));
      },
      () => undefined,
    );
  };
  const faultOf = (path: string): string | undefined => problem?.errors.find((fault) => fault.path === path)?.message;
  return (
    <Section title={s('profile.own')}>
      <form className={cx(parts.form)} onSubmit={(event) => void submit(event)} noValidate>
        {problem && <ProblemMessage problem={problem} />}
        <TextInput
          label={`${s('profile.phone')} (${t('common.optional')})`}
          type="tel"
          autoComplete="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          error={faultOf('phone')}
        />
        <Select
          label={s('profile.language')}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={language}
          allowDeselect={false}
          onChange={(value) => setOwnLanguage(languages.find((one) => one === value) ?? language)}
        />
        <Select
          label={`${s('profile.timeZone')} (${t('common.optional')})`}
          description={s('profile.timeZoneHint', { zone: session.zone ?? 'UTC' })}
          data={[...zones]}
          value={timeZone}
          searchable
          clearable
          nothingFoundMessage={t('form.nothingFound')}
          onChange={setTimeZone}
          error={faultOf('timeZone')}
        />
        <Checkbox
          label={s('profile.mutedMail')}
          description={s('profile.mutedMailHint')}
          checked={isMuted}
          onChange={(event) => setMuted(event.currentTarget.checked)}
        />
        <div className={cx(parts.bar)}>
          <Button type="submit" variant="filled" aria-disabled={save.isPending}>
            {save.isPending ? t('form.saving') : t('form.saveChanges')}
          </Button>
          {save.isSuccess && <span className={cx(parts.muted)}>{s('common.saved')}</span>}
        </div>
      </form>
    </Section>
  );
}
