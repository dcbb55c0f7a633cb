import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a standard reader's verifier says of the seal of a PDF: poppler's pdfsig, a program that is not ours. */
export function sealOf(bytes: Uint8Array): 'valid' | 'invalid' | 'absent' {
  const dir = mkdtempSync(join(tmpdir(), 'plumbline-seal-'));
  try {
    const file = join(dir, 'copy.pdf');
    writeFileSync(file, bytes);
    const said = execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    if (/Signature is Valid/.test(said)) return 'valid';
    return /Signature Validation: /.test(said) ? 'invalid' : 'absent';
  } catch {
    // pdfsig gives up on a file it cannot parse any more.
    return 'invalid';
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
