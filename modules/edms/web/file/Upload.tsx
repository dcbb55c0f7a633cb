import { Button, FileButton, Progress } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import type { Problem } from '#kernel/web/api/problem.ts';
import { recordKeys } from '#kernel/web/api/records.ts';
import { announce } from '#kernel/web/parts/announce.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Version } from '../../records/version.ts';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';
import { useEdmsT } from '../texts.ts';
import { sendFile } from './send-file.ts';
import css from './Upload.module.css';

interface UploadProps {
  readonly versionId: string;
  /** There is no file yet: the whole area asks for one. */
  readonly isFirst: boolean;
}

interface Sending {
  readonly name: string;
  /** Share sent, 0 to 1. */
  readonly share: number;
}

/** Chooses or drops the file of a draft, and says how far it is; a refused file is named with the reason. */
export function Upload({ versionId, isFirst }: UploadProps) {
  const e = useEdmsT();
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isOver, setOver] = useState(false);
  const send = async (file: File | null | undefined): Promise<void> => {
    if (!file || sending) return;
    setProblem(null);
    setSending({ name: file.name, share: 0 });
    const refusal = await sendFile(`/edms/versions/${versionId}/file`, file, (share) => setSending({ name: file.name, share }));
    setSending(null);
    if (refusal) setProblem(refusal);
    else {
      announce(e('file.uploaded', { file: file.name }));
      await client.invalidateQueries({ queryKey: recordKeys.one(Version, versionId) });
    }
  };
  const drop = {
    onDragOver: (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (): void => setOver(false),
    onDrop: (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      void send(event.dataTransfer.files[0]);
    },
  };
  return (
    <div className={cx(isFirst ? css.area : css.inline, isOver && css.over)} {...drop}>
      {isFirst && <p className={cx(css.what)}>{e('file.drop')}</p>}
      <FileButton onChange={(file) => void send(file)}>
        {(props) => (
          <Button
            {...props}
            aria-disabled={sending !== null}
            leftSection={<IconUpload size={15} stroke={1.7} aria-hidden="true" />}
          >
            {isFirst ? e('file.choose') : e('file.replace')}
          </Button>
        )}
      </FileButton>
      {isFirst && <p className={cx(css.hint)}>{e('file.hint')}</p>}
      {sending && (
        <div className={cx(css.progress)} role="status">
          <span>{e('file.sending', { file: sending.name, percent: Math.round(sending.share * 100) })}</span>
          <Progress value={sending.share * 100} size="sm" aria-label={e('file.sendingLabel')} />
        </div>
      )}
      {problem && <ProblemMessage problem={problem} />}
    </div>
  );
}
