import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cosignatureTime,
  cosignNote,
  formatCheckpoint,
  generateNoteKey,
  LogError,
  leafHash,
  openNote,
  parseCheckpoint,
  parseSigningKey,
  parseVerifierKey,
  signNote,
} from './index.ts';

// Key pair and note published with the note package of the Go checksum database: the same bytes show we speak one format.
const published = {
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  skey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

const code = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof LogError ? error.code : `unexpected ${String(error)}`;
  }
};

describe('signed notes', () => {
  const log = generateNoteKey('qms.example.com/log/e1');
  const signer = parseSigningKey(log.skey);
  const verifier = parseVerifierKey(log.vkey);
  const text = 'first line\n\nlast line\n';
  const note = signNote(text, signer);

  it('are byte for byte those of the published example', () => {
    const peter = parseSigningKey(published.skey);
    expect(peter.vkey).toBe(published.vkey);
    expect(signNote(published.text, peter)).toBe(`${published.text}\n${published.line}`);
    const opened = openNote(`${published.text}\n${published.line}`, [parseVerifierKey(published.vkey)]);
    expect(opened.text).toBe(published.text);
  });

  it('open with the key that signed them, empty lines and all', () => {
    const opened = openNote(Buffer.from(note), [verifier]);
    expect(opened.text).toBe(text);
    expect(opened.verified.map(({ name }) => name)).toEqual(['qms.example.com/log/e1']);
  });

  it('carry signatures of several keys, of which unknown ones prove nothing', () => {
    const other = generateNoteKey('other.example.com');
    const both = signNote(text, parseSigningKey(other.skey), signer);
    const opened = openNote(both, [verifier]);
    expect(opened.unknown.map(({ name }) => name)).toEqual(['other.example.com']);
    expect(code(() => openNote(note, [parseVerifierKey(other.vkey)]))).toBe('NOTE_SIGNER_UNKNOWN');
    // Same name, another key: an impostor is a stranger.
    const impostor = generateNoteKey('qms.example.com/log/e1');
    expect(code(() => openNote(signNote(text, parseSigningKey(impostor.skey)), [verifier]))).toBe('NOTE_SIGNER_UNKNOWN');
  });

  it('reject any flipped bit', () => {
    const bytes = Buffer.from(note);
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        return code(() => openNote(changed, [verifier])).startsWith('NOTE_');
      }),
      { numRuns: 1000 },
    );
  });

  it('are refused when malformed', () => {
    const [head = '', line = ''] = [note.slice(0, note.lastIndexOf('\n\n') + 2), note.slice(note.lastIndexOf('\n\n') + 2)];
    const bad = [
      '',
      '\n',
      text,
      head,
      note.slice(0, -1),
      `${note}\n`,
      `${head}${line.replace('—', '-')}`,
      `${head}${line.replace(' ', '  ')}`,
      `${head}${line.trimEnd()} more\n`,
      note.replace('first', 'fi\trst'),
      note.replace('first', 'fi\ud800rst'),
      `${head}— name AAAA\n`,
      `${head}${line.repeat(101)}`,
      `${head}${line.replace(/=*\n$/, '\n').replace(/.$/m, '!')}`,
    ];
    for (const wrong of bad)
      expect(
        code(() => openNote(wrong, [verifier])),
        JSON.stringify(wrong),
      ).toBe('NOTE_MALFORMED');
    expect(code(() => openNote(Buffer.from([0xff, 0x0a]), [verifier]))).toBe('NOTE_MALFORMED');
    for (const wrong of ['', 'no newline', 'bell\u0007\n', 'return\r\n', '\ud800\n']) {
      expect(
        code(() => signNote(wrong, signer)),
        JSON.stringify(wrong),
      ).toBe('NOTE_MALFORMED');
    }
    expect(code(() => signNote(text))).toBe('NOTE_MALFORMED');
  });
});

describe('note keys', () => {
  it('are refused when malformed or when the id does not fit', () => {
    const { skey, vkey } = generateNoteKey('log.example.com');
    const bad = [
      '',
      'a+b',
      vkey.replace('log.', 'lag.'),
      vkey.replace(/\+[0-9a-f]{8}/, '+00000000'),
      `${vkey}A`,
      vkey.slice(0, -1),
      skey,
    ];
    for (const key of bad)
      expect(
        code(() => parseVerifierKey(key)),
        key,
      ).toBe('KEY_MALFORMED');
    for (const key of [vkey, skey.replace('log.', 'lag.'), `${skey}=`])
      expect(code(() => parseSigningKey(key))).toBe('KEY_MALFORMED');
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\nb']) expect(code(() => generateNoteKey(name))).toBe('KEY_MALFORMED');
  });
});

describe('checkpoints', () => {
  const root = leafHash(Buffer.from('x'));

  it('are three lines that read back exactly', () => {
    const text = formatCheckpoint({ origin: 'qms.example.com/log/e1', size: 20852163, root });
    expect(text).toBe(`qms.example.com/log/e1\n20852163\n${root.toString('base64')}\n`);
    expect(parseCheckpoint(text)).toEqual({ origin: 'qms.example.com/log/e1', size: 20852163, root, extensions: [] });
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z./0-9]+$/), fc.maxSafeInteger().map(Math.abs), (origin, size) => {
        expect(parseCheckpoint(formatCheckpoint({ origin, size, root }))).toEqual({ origin, size, root, extensions: [] });
      }),
    );
    expect(parseCheckpoint(`${text}more\n`).extensions).toEqual(['more']);
  });

  it('are refused in any other form', () => {
    const base64 = root.toString('base64');
    const bad = [
      '',
      `o\n1\n${base64}`,
      `\n1\n${base64}\n`,
      `o\n01\n${base64}\n`,
      `o\n-1\n${base64}\n`,
      `o\n1.0\n${base64}\n`,
      `o\n\n${base64}\n`,
      `o\n9007199254740993\n${base64}\n`,
      `o\n1\n${base64.slice(4)}\n`,
      `o\n1\n${base64.replace('=', '')}\n`,
      `o\n1\n${base64}\n\n`,
      'o\n1\n',
    ];
    for (const text of bad)
      expect(
        code(() => parseCheckpoint(text)),
        JSON.stringify(text),
      ).toBe('CHECKPOINT_MALFORMED');
    expect(code(() => formatCheckpoint({ origin: 'a\nb', size: 1, root }))).toBe('CHECKPOINT_MALFORMED');
    expect(code(() => formatCheckpoint({ origin: 'a', size: -1, root }))).toBe('CHECKPOINT_MALFORMED');
  });

  it('are cosigned by a witness with the time of witnessing', () => {
    const log = generateNoteKey('log.example.com');
    const witness = generateNoteKey('witness.example.com/w1', 'cosignature');
    const note = signNote(formatCheckpoint({ origin: 'log.example.com', size: 7, root }), parseSigningKey(log.skey));
    const cosigned = cosignNote(
      note,
      parseSigningKey(witness.skey, () => 1679315147),
    );
    const verifiers = [parseVerifierKey(log.vkey), parseVerifierKey(witness.vkey)];
    const [byLog, byWitness] = openNote(cosigned, verifiers).verified;
    expect(byLog?.name).toBe('log.example.com');
    expect(cosignatureTime(byWitness?.signature ?? Buffer.alloc(8))).toBe(1679315147);
    // A cosignature is no log signature: the same key read as the other type is another key.
    expect(openNote(cosigned, verifiers.slice(0, 1)).unknown).toHaveLength(1);
    const bytes = Buffer.from(cosigned);
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        try {
          return openNote(changed, verifiers).verified.length < 2;
        } catch (error) {
          return error instanceof LogError;
        }
      }),
    );
  });
});
