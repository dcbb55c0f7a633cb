import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Actor, systemActor } from '#kernel/records';
import { AppError } from '#kernel/schema';
import { contentDisposition } from './download.ts';
import { checkLink, signLink } from './link.ts';

const key = randomBytes(32);
const now = '2026-03-01T10:00:00.000000Z';
const later = (minutes: number) => `2026-03-01T10:0${minutes}:00.000000Z`;
const someone: Actor = { ...systemActor('0195d000-0000-7000-8000-000000000001', 'ann'), type: 'USER', sessionRef: 'a1' };
const file = '0195d000-0000-7000-8000-0000000000ff';
const read = (link: string) => Object.fromEntries(new URLSearchParams(link));
const ruleOf = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    return error instanceof AppError ? error.rule.id : String(error);
  }
  return 'none';
};

describe('links to files', () => {
  const link = read(signLink(key, someone, file, 'inline', now));

  test('work for the session that asked, for five minutes', () => {
    expect(ruleOf(() => checkLink(key, someone, file, link, later(4)))).toBe('none');
    expect(ruleOf(() => checkLink(key, someone, file, link, later(5)))).toBe('file.link.expired');
  });

  test.each([
    ['another session', { actor: { ...someone, sessionRef: 'a2' } }],
    ['another person', { actor: { ...someone, userId: '0195d000-0000-7000-8000-000000000002' } }],
    ['another file', { id: '0195d000-0000-7000-8000-0000000000fe' }],
    ['a later end', { link: { ...link, expires: String(Number(link.expires) + 60_000) } }],
    ['another disposition', { link: { ...link, disposition: 'attachment' } }],
    ['another key', { key: randomBytes(32) }],
    ['no signature', { link: { ...link, signature: '' } }],
  ])('do not work for %s', (_, changed: { actor?: Actor; id?: string; link?: Record<string, string>; key?: Uint8Array }) => {
    const tried = () => checkLink(changed.key ?? key, changed.actor ?? someone, changed.id ?? file, changed.link ?? link, now);
    expect(ruleOf(tried)).toBe('file.link.elsewhere');
  });
});

describe('the header of a download', () => {
  test('carries any name and an ASCII one, and nothing can break out of it', () => {
    expect(contentDisposition('attachment', 'Étalonnage 1.pdf')).toBe(
      `attachment; filename="Etalonnage 1.pdf"; filename*=UTF-8''%C3%89talonnage%201.pdf`,
    );
    const hostile = contentDisposition('attachment', 'a"; x=\r\nSet-Cookie: b.pdf');
    expect(hostile).not.toMatch(/[\r\n]/);
    expect(hostile.match(/"/g)).toHaveLength(2);
  });
});
