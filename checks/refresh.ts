/**
 * Takes repaired violations and newly covered requirements out of baseline.json. It never adds anything: a new violation is
 * repaired, or frozen by hand in a commit that says why. Ends with 1 when there are new ones. With `--list` it only prints.
 */
import { checks } from './all.ts';
import { type Baseline, keyOf, ratchet, readBaseline, report, shrink, writeBaseline } from './baseline.ts';
import { missingRequirements, promisedRequirements } from './requirements.ts';
import { repository } from './source.ts';

const files = repository();
const before = readBaseline();
const after: Record<string, Baseline[string]> = {};
let fresh = 0;

for (const [check, scan] of Object.entries(checks)) {
  const findings = scan(files);
  const keys = findings.map(keyOf);
  after[check] = shrink(check, keys, before);
  const difference = ratchet(check, keys, before);
  fresh += difference.fresh.length;
  const text = report(findings, difference);
  if (text) console.log(`${check}\n${text}\n`);
}

const missing = missingRequirements(files, promisedRequirements());
after.requirements = shrink('requirements', missing, before);
const { fresh: newlyMissing, stale } = ratchet('requirements', missing, before);
fresh += newlyMissing.length;
if (newlyMissing.length > 0) console.log(`requirements without a test, not frozen: ${newlyMissing.join(' ')}`);
if (stale.length > 0) console.log(`requirements covered since: ${stale.join(' ')}`);

if (!process.argv.includes('--list')) writeBaseline(after);
process.exitCode = fresh > 0 ? 1 : 0;
