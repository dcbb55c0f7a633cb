import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hardenedProfile } from './convert-profile.ts';

export type ConversionRule =
  | 'print.convert.unavailable'
  | 'print.convert.type'
  | 'print.convert.timeout'
  | 'print.convert.failed';

/** A file that could not be turned into a PDF. `rule` is the stable id; the original file is never touched. */
export class ConversionFailed extends Error {
  override readonly name = 'ConversionFailed';
  readonly rule: ConversionRule;

  constructor(rule: ConversionRule, message: string) {
    super(message);
    this.rule = rule;
  }
}

/** Extensions LibreOffice opens; which of them really convert depends on the components installed (writer, calc, impress). */
const CONVERTIBLE = new Set(['docx', 'doc', 'rtf', 'odt', 'xlsx', 'xls', 'ods', 'pptx', 'ppt', 'odp']);

const DEFAULT_TIMEOUT_MS = 60_000;
const MAX_LOG = 4_000;

function candidates(): readonly string[] {
  const named = process.env.PLUMBLINE_SOFFICE;
  if (named !== undefined && named !== '') return [named];
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const names = process.platform === 'win32' ? ['soffice.exe', 'soffice.com'] : ['soffice', 'libreoffice'];
  return [
    ...onPath.flatMap((folder) => names.map((name) => join(folder, name))),
    '/Applications/LibreOffice.app/Contents/MacOS/soffice',
    'C:\\Program Files\\LibreOffice\\program\\soffice.exe',
  ];
}

async function findConverter(): Promise<string | undefined> {
  for (const path of candidates()) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}

/** Whether LibreOffice is present (on PATH, in its usual place, or where PLUMBLINE_SOFFICE says). */
export async function conversionAvailable(): Promise<boolean> {
  return (await findConverter()) !== undefined;
}

type Run = { readonly code: number | null; readonly log: string; readonly timedOut: boolean };

/** `soffice` is a script that starts another process: the whole group has to go, or the real one lives on. */
function killTree(pid: number): void {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended between the timer and this line.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv, timeoutMs: number): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    let timedOut = false;
    const keep = (chunk: Buffer): void => {
      log = (log + chunk.toString()).slice(-MAX_LOG);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) killTree(child.pid);
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new ConversionFailed('print.convert.failed', error.message));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, log, timedOut });
    });
  });
}

/** Whether this machine lets an ordinary process give up the network; asked once, the answer does not change. */
let isolation: Promise<boolean> | undefined;
function canIsolate(): Promise<boolean> {
  isolation ??=
    process.platform === 'linux'
      ? run('unshare', ['--map-root-user', '--net', 'true'], process.env, 5_000).then(
          (done) => done.code === 0,
          () => false,
        )
      : Promise.resolve(false);
  return isolation;
}

async function convertIn(folder: string, converter: string, bytes: Uint8Array, extension: string, timeoutMs: number) {
  const source = join(folder, `source.${extension}`);
  const profile = join(folder, 'profile');
  await mkdir(join(profile, 'user'), { recursive: true });
  await writeFile(join(profile, 'user', 'registrymodifications.xcu'), hardenedProfile());
  await writeFile(source, bytes);
  const args = [
    `-env:UserInstallation=${pathToFileURL(profile).href}`,
    '--headless',
    '--invisible',
    '--norestore',
    '--nolockcheck',
    '--nodefault',
    '--convert-to',
    'pdf',
    '--outdir',
    folder,
    source,
  ];
  // Nothing of the server's environment (database address, keys) reaches a program that opens untrusted files.
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  if (process.platform === 'win32') Object.assign(env, { SystemRoot: process.env.SystemRoot, TEMP: folder, TMP: folder });
  const isolated = await canIsolate();
  const done = isolated
    ? await run('unshare', ['--map-root-user', '--net', converter, ...args], env, timeoutMs)
    : await run(converter, args, env, timeoutMs);
  if (done.timedOut) throw new ConversionFailed('print.convert.timeout', `no PDF after ${timeoutMs} ms`);
  try {
    return new Uint8Array(await readFile(join(folder, 'source.pdf')));
  } catch {
    // LibreOffice ends with 0 also when it could not load the file; only the result counts.
    throw new ConversionFailed('print.convert.failed', done.log.trim() || `converter ended with ${done.code}`);
  }
}

/** One conversion at a time: LibreOffice takes a core and some hundred megabytes for each. */
let tail: Promise<unknown> = Promise.resolve();

/**
 * Converts an office file to PDF with LibreOffice headless, in a profile and folder of its own that are removed afterwards,
 * without macros, linked content or network. Calls wait for each other; `timeoutMs` counts from the call's own turn.
 * @throws ConversionFailed
 */
export function convertToPdf(
  bytes: Uint8Array,
  extension: string,
  options: { readonly timeoutMs?: number } = {},
): Promise<Uint8Array> {
  const kind = extension.toLowerCase();
  const turn = async (): Promise<Uint8Array> => {
    if (!CONVERTIBLE.has(kind)) throw new ConversionFailed('print.convert.type', `"${kind}" does not convert`);
    const converter = await findConverter();
    if (converter === undefined) throw new ConversionFailed('print.convert.unavailable', 'LibreOffice is not installed');
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-convert-'));
    try {
      return await convertIn(folder, converter, bytes, kind, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  };
  const mine = tail.then(turn);
  tail = mine.catch(() => undefined);
  return mine;
}
