import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

/** What `kill.ts` prints, as far as it is looked at here. */
interface Result {
  readonly ok: boolean;
  readonly faults: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly acknowledgedWithoutTrail: number;
  readonly lost: number;
  readonly auditGaps: number;
  readonly historyGaps: number;
  readonly orphans: number;
  readonly duplicates: number;
  readonly numbersIssuedTwice: number;
  readonly signatureGaps: number;
  readonly outboxGaps: number;
  readonly searchGaps: number;
  readonly sealGaps: number;
  readonly damagedRelations: number;
  readonly logVerified: boolean;
  readonly verifyFaults: Readonly<Record<string, number>>;
  readonly isSealed: boolean;
  readonly unexpectedExits: readonly string[];
  readonly internalErrors: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, number>>;
}

const MINUTES = 60_000;

/** Runs the experiment in a process of its own, as it is run at full scale by hand. */
function kill(...args: string[]): Promise<{ code: number; result: Result }> {
  return new Promise((resolve, reject) => {
    const script = [join(import.meta.dirname, 'kill.ts'), ...args];
    const child = execFile(process.execPath, script, { timeout: 5 * MINUTES, maxBuffer: 2 ** 24 }, (error, out, said) => {
      if (out === '') reject(new Error(`the run printed no result: ${error?.message} ${said}`));
      else resolve({ code: child.exitCode ?? -1, result: JSON.parse(out) as Result });
    });
  });
}

describe('killed under load', () => {
  let run: { code: number; result: Result };
  beforeAll(async () => {
    run = await kill('--cycles', '6', '--seed', '11', '--clients', '8');
  }, 5 * MINUTES);

  test('ALC-E-1 no write that was answered is lost when processes and database are killed', () => {
    const { faults, acknowledged, lost, unexpectedExits, internalErrors, damagedRelations } = run.result;
    expect(Object.keys(faults).sort()).toEqual(['database', 'everything', 'node-a', 'node-b', 'trail']);
    expect(acknowledged).toBeGreaterThan(100);
    expect({ lost, unexpectedExits, internalErrors, damagedRelations }).toEqual({
      lost: 0,
      unexpectedExits: [],
      internalErrors: {},
      damagedRelations: 0,
    });
    expect(run).toMatchObject({ code: 0, result: { ok: true } });
  });

  test('CORE-05 row, history, audit event, signature, outgoing event and search line are there together or not at all, and once', () => {
    const { auditGaps, historyGaps, orphans, duplicates, numbersIssuedTwice, signatureGaps, outboxGaps, searchGaps } = run.result;
    const wrong = { auditGaps, historyGaps, orphans, duplicates, numbersIssuedTwice, signatureGaps, outboxGaps, searchGaps };
    expect(Object.entries(wrong).filter(([, n]) => n !== 0)).toEqual([]);
  });

  test('AT-05 while no event can be written nothing is acknowledged, and afterwards the sealed log is whole', () => {
    const { acknowledgedWithoutTrail, answers, logVerified, verifyFaults, isSealed, sealGaps } = run.result;
    expect(answers['503 core.audit-unavailable']).toBeGreaterThan(0);
    expect(acknowledgedWithoutTrail).toBe(0);
    expect({ logVerified, verifyFaults, isSealed, sealGaps }).toEqual({
      logVerified: true,
      verifyFaults: {},
      isSealed: true,
      sealGaps: 0,
    });
  });
});

describe('controls that must fail', () => {
  test(
    'ALC-E-1 a database that acknowledges before it has written is caught losing writes',
    async () => {
      const { code, result } = await kill('--control', 'lossy', '--cycles', '2', '--seed', '5', '--clients', '8');
      expect(result.lost).toBeGreaterThan(0);
      expect(code).toBe(0);
    },
    5 * MINUTES,
  );

  test(
    'CORE-05 an event taken out and a change made behind its trigger are both found, by comparison and by verification',
    async () => {
      const { code, result } = await kill(
        '--control',
        'audit',
        '--cycles',
        '1',
        '--seed',
        '5',
        '--clients',
        '8',
        '--faults',
        'node-a',
      );
      expect(result).toMatchObject({ lost: 0, auditGaps: 2, logVerified: false });
      expect(result.verifyFaults).toMatchObject({ 'event-missing': 1, 'row-differs': 1 });
      expect(code).toBe(0);
    },
    5 * MINUTES,
  );
});
