import { Button, FileButton } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import { request } from '../../api/client.ts';
import { ApiProblem, type Problem } from '../../api/problem.ts';
import { useSession } from '../../api/session.ts';
import { cx } from '../../parts/cx.ts';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';
import parts from '../parts/system.module.css';
import { useSystemText } from '../texts.ts';

export interface LogoInputProps {
  /** Id of the attached file; empty for none. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error: string | undefined;
  readonly isDisabled: boolean;
}

/** Attaches a picture to the organization and gives its id (SET-04). */
export function LogoInput({ value, onChange, error, isDisabled }: LogoInputProps) {
  const s = useSystemText();
  const organization = useSession().data?.organization.id;
  const [name, setName] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attach = async (file: File | null): Promise<void> => {
    if (!file || !organization) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = new FormData();
      body.append('file', file);
      const { data } = await request<{ readonly data: { readonly id: string } }>('POST', `/organizations/${organization}/files`, {
        body,
      });
      onChange(data.data.id);
      setName(file.name);
    } catch (failure) {
      if (!(failure instanceof ApiProblem)) throw failure;
      setProblem(failure.problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={cx(parts.stack)}>
      {problem && <ProblemMessage problem={problem} />}
      <p>
        {name ?? (value === '' ? s('settings.none') : s('settings.logoSet'))}{' '}
        {value !== '' && (
          <LinkButton
            onClick={() => {
              onChange('');
              setName(null);
            }}
          >
            {s('settings.logoRemove')}
          </LinkButton>
        )}
      </p>
      <div>
        <FileButton accept="image/png,image/jpeg" onChange={(file) => void attach(file)} disabled={isDisabled || isBusy}>
          {(props) => (
            <Button {...props} leftSection={<IconPhoto size={15} stroke={1.7} aria-hidden="true" />}>
              {isBusy ? s('settings.logoSending') : s('settings.logoChoose')}
            </Button>
          )}
        </FileButton>
      </div>
      <p className={cx(parts.small)}>{s('settings.logoHint')}</p>
      {error && <p role="alert">{error}</p>}
    </div>
  );
}
