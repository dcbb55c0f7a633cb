import i18next from 'i18next';
import { ApiProblem, readProblem } from '#kernel/web/api/problem.ts';

/** Bytes of an answer with what its headers say of them. */
export interface ReceivedFile {
  readonly blob: Blob;
  readonly fileName: string;
  readonly mime: string;
  readonly sha256: string | null;
  readonly copyNumber: string | null;
  /** Placeholders in the file that nothing is known for. */
  readonly unknownTokens: readonly string[];
}

/** File name of a content-disposition header; the form for all alphabets goes first. */
function nameIn(header: string): string {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (wide) return decodeURIComponent(wide);
  return /filename="?([^";]+)"?/i.exec(header)?.[1] ?? 'document';
}

/** Reads a file from /api/v1. Throws `ApiProblem` with the server's refusal, or with status 0 when no answer came. */
export async function readBytes(path: string, signal?: AbortSignal): Promise<ReceivedFile> {
  const answer = await fetch(`/api/v1${path}`, {
    credentials: 'same-origin',
    headers: { 'accept-language': i18next.language },
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiProblem(readProblem(0, undefined, i18next.t('error.offline')));
  });
  if (!answer.ok) {
    const body: unknown = await answer.json().catch(() => undefined);
    throw new ApiProblem(readProblem(answer.status, body, i18next.t('error.unexpected')));
  }
  const { headers } = answer;
  return {
    blob: await answer.blob(),
    fileName: nameIn(headers.get('content-disposition') ?? ''),
    mime: (headers.get('content-type') ?? '').split(';')[0] ?? '',
    sha256: headers.get('x-content-sha256'),
    copyNumber: headers.get('x-controlled-copy'),
    unknownTokens: (headers.get('x-unknown-placeholders') ?? '').split(',').filter(Boolean),
  };
}

/** Hands a received file to the browser to be saved under its own name. */
export function save({ blob, fileName }: ReceivedFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the bytes over once the click is dealt with.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export type DownloadKind = 'original' | 'annotated' | 'official';

/** Downloads one copy of a version; the server records it. */
export async function download(versionId: string, kind: DownloadKind): Promise<ReceivedFile> {
  const received = await readBytes(`/edms/versions/${versionId}/download?kind=${kind}`);
  save(received);
  return received;
}
