import { connect } from 'node:net';
import { refuse } from '#kernel/schema';
import { fileRules } from './rules.ts';

/** Looks for viruses before a file is stored. */
export interface VirusScanner {
  /**
   * What to write into the file's record: who scanned it and that it is clean.
   * @throws AppError `file.infected`, `file.scan.unavailable`
   */
  scan(bytes: Uint8Array): Promise<string>;
}

/** Where no scanner is configured, files say so. */
export const noScanner: VirusScanner = { scan: async () => 'not scanned' };

export interface ClamdOptions {
  readonly host: string;
  readonly port: number;
  /** Milliseconds without an answer after which the scan counts as failed. */
  readonly timeout?: number;
}

const CHUNK = 256 * 1024;
const size = (length: number): Buffer => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(length);
  return header;
};

/** One INSTREAM conversation with clamd: length-prefixed chunks, an empty one at the end, one line back. */
function converse(options: ClamdOptions, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(options.port, options.host);
    let answer = '';
    socket.setTimeout(options.timeout ?? 60_000, () => socket.destroy(new Error('clamd does not answer')));
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      answer += text;
    });
    socket.on('end', () => resolve(answer.replaceAll('\0', '').trim()));
    // clamd stops reading when the file is beyond its limit; what it said before then is the answer.
    socket.on('error', (error) => (answer ? resolve(answer.replaceAll('\0', '').trim()) : reject(error)));
    socket.on('connect', () => {
      socket.write('zINSTREAM\0');
      for (let at = 0; at < bytes.byteLength; at += CHUNK) {
        const part = bytes.subarray(at, at + CHUNK);
        socket.write(size(part.byteLength));
        socket.write(part);
      }
      socket.write(size(0));
    });
  });
}

/** A scanner that asks ClamAV's daemon over TCP. A scanner that is configured and silent stops uploads: nothing unscanned gets in. */
export function clamdScanner(options: ClamdOptions): VirusScanner {
  return {
    async scan(bytes) {
      const answer = await converse(options, bytes).catch((cause: unknown) => String(cause));
      if (/^stream: OK$/.test(answer)) return 'clean (ClamAV)';
      const virus = /^stream: (.+) FOUND$/.exec(answer)?.[1];
      if (virus) refuse(fileRules['file.infected'], { virus });
      return refuse(fileRules['file.scan.unavailable'], { answer: answer.slice(0, 200) });
    },
  };
}
