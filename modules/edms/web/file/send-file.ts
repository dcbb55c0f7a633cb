import i18next from 'i18next';
import { type Problem, readProblem } from '#kernel/web/api/problem.ts';

/**
 * Sends one file as a form to /api/v1 and tells how much has left. Resolves with the refusal, or undefined when the server has taken it.
 * `fetch` tells nothing about sending, so this is the older interface.
 */
export function sendFile(path: string, file: File, onShare: (share: number) => void): Promise<Problem | undefined> {
  return new Promise((resolve) => {
    const call = new XMLHttpRequest();
    call.open('POST', `/api/v1${path}`);
    call.setRequestHeader('accept', 'application/json');
    call.setRequestHeader('accept-language', i18next.language);
    call.setRequestHeader('idempotency-key', crypto.randomUUID());
    call.upload.onprogress = (event) => onShare(event.lengthComputable ? event.loaded / event.total : 0);
    call.onerror = () => resolve(readProblem(0, undefined, i18next.t('error.offline')));
    call.onload = () => {
      if (call.status < 300) resolve(undefined);
      else resolve(readProblem(call.status, parsed(call.responseText), i18next.t('error.unexpected')));
    };
    const body = new FormData();
    body.append('file', file);
    call.send(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
