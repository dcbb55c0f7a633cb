import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { FORGETFUL, type Tampering, tamper } from './controls.ts';
import { isClean } from './examine.ts';
import { type FaultKind, faultKinds } from './faults.ts';
import { type Outcome, run } from './run.ts';

/**
 * Kills the product under load and proves that nothing acknowledged is lost: `node e2e/faults/kill.ts --cycles 100 --seed 7`. Prints one
 * JSON object; ends with 0 only when everything held. `--control lossy` and `--control audit` break the system on purpose and end with 0
 * only when that is found: a test that cannot fail proves nothing. Everything listens on 127.0.0.1 and is gone afterwards.
 */
const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    clients: { type: 'string', default: '12' },
    faults: { type: 'string', default: faultKinds.join(',') },
    control: { type: 'string' },
  },
});

function whole(name: 'cycles' | 'seed' | 'clients', most: number): number {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1 || number > most) throw new Error(`--${name} is a whole number from 1 to ${most}`);
  return number;
}
function kindsFrom(text: string): FaultKind[] {
  return text.split(',').map((name) => {
    const found = faultKinds.find((kind) => kind === name);
    if (!found) throw new Error(`there is no fault "${name}": choose among ${faultKinds.join(', ')}`);
    return found;
  });
}
const control = values.control;
if (control !== undefined && control !== 'lossy' && control !== 'audit') throw new Error('--control is lossy or audit');

let tampering: Tampering | undefined;
const options = { seed: whole('seed', 2 ** 31), cycles: whole('cycles', 1_000), clients: whole('clients', 64) };
const kinds = control === 'lossy' ? (['database'] as const) : kindsFrom(values.faults);
const outcome = await run({
  ...options,
  kinds,
  settings: control === 'lossy' ? FORGETFUL : {},
  // A sealer whose published log knows more than its database refuses to go on, and should.
  sealPatience: control === 'lossy' ? 1_000 : 30_000,
  ...(control === 'audit'
    ? {
        before: async (stage) => {
          tampering = await tamper(stage);
        },
      }
    : {}),
  report: (progress) => process.stderr.write(`${progress}\n`),
});
const holds = held(outcome);
const ok = control === undefined ? holds : detected(control, outcome);
process.stdout.write(`${JSON.stringify({ ok, control: control ?? null, ...options, ...resultOf(outcome) }, null, 2)}\n`);
process.exitCode = ok ? 0 : 1;

/** Everything the run must show when nothing was broken on purpose. */
function held({ findings, verified, mishaps, exitCodes, isSealed, injected }: Outcome): boolean {
  return (
    isClean(findings) &&
    verified.ok &&
    isSealed &&
    mishaps.exits.length === 0 &&
    mishaps.defects.size === 0 &&
    exitCodes.every((code) => code === 0) &&
    injected.every((one) => one.acknowledgedWithoutTrail === 0)
  );
}

/** Whether what the control broke was found, by the comparison with the clients and by the product's own verification. */
function detected(kind: 'lossy' | 'audit', { findings, verified }: Outcome): boolean {
  if (kind === 'lossy') return findings.lost > 0;
  const { removed = '-', unrecorded = '-' } = tampering ?? {};
  const named = (id: string) => verified.faults.some((fault) => fault.recordId === id);
  return findings.auditGaps === 2 && !verified.ok && named(removed) && named(unrecorded);
}

function resultOf({ injected, ledger, mishaps, findings, verified, exitCodes, isSealed, seconds }: Outcome) {
  const by = <T extends string>(names: readonly T[]) =>
    Object.fromEntries([...new Set(names)].sort().map((name) => [name, names.filter((n) => n === name).length]));
  const restarts = (kind?: FaultKind) =>
    injected.flatMap((one) => (one.restartMs !== null && (kind === undefined || one.kind === kind) ? [one.restartMs] : []));
  return {
    faults: by(injected.map((one) => one.kind)),
    acknowledged: ledger.acknowledged.length,
    acknowledgedBy: by(ledger.acknowledged.map((one) => one.kind)),
    acknowledgedWithoutTrail: injected.reduce((sum, one) => sum + one.acknowledgedWithoutTrail, 0),
    ...findings,
    logVerified: verified.ok,
    verifyFaults: verified.counts,
    checked: verified.checked,
    isSealed,
    unanswered: ledger.unanswered,
    retried: ledger.retried,
    doubtful: ledger.doubtful,
    vanished: ledger.vanished,
    signIns: ledger.signIns,
    unexpectedExits: mishaps.exits,
    internalErrors: Object.fromEntries(mishaps.defects),
    exitCodes,
    answers: Object.fromEntries([...ledger.statuses].sort(([a], [b]) => a.localeCompare(b))),
    restartMs: {
      ...percentiles(restarts()),
      by: Object.fromEntries(faultKinds.filter((k) => k !== 'trail').map((kind) => [kind, percentiles(restarts(kind))])),
    },
    seconds,
    machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version },
  };
}

/** Nearest-rank percentiles in milliseconds; null where nothing was measured. */
function percentiles(list: readonly number[]) {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return { p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? null };
}
