import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor } from '#kernel/records';
import { rule } from '#kernel/schema';
import { fileRules } from './rules.ts';

/** Milliseconds a link to a file works. */
export const LINK_LIFE = 5 * 60 * 1000;

/** Session the link belongs to; a client without one is bound by its identity. */
const holder = (actor: Actor) => `${actor.orgId}|${actor.userId}|${actor.sessionRef ?? actor.sessionId ?? ''}`;

function mac(key: Uint8Array, actor: Actor, id: string, disposition: string, expires: number): Buffer {
  return createHmac('sha256', key)
    .update(`file-link|${holder(actor)}|${id}|${disposition}|${expires}`)
    .digest();
}

/**
 * Query of a link that works for this session and five minutes (P11-10d-2). The reader's rights are judged again when it is used.
 * @param now ISO instant of the database.
 */
export function signLink(key: Uint8Array, actor: Actor, id: string, disposition: 'attachment' | 'inline', now: string): string {
  const expires = Date.parse(now) + LINK_LIFE;
  return new URLSearchParams({
    disposition,
    expires: String(expires),
    signature: mac(key, actor, id, disposition, expires).toString('base64url'),
  }).toString();
}

/** @throws AppError `file.link.expired`, `file.link.elsewhere` */
export function checkLink(key: Uint8Array, actor: Actor, id: string, query: Readonly<Record<string, string>>, now: string): void {
  const expires = Number(query.expires);
  const given = Buffer.from(query.signature ?? '', 'base64url');
  const wanted = mac(key, actor, id, query.disposition ?? '', expires);
  rule(given.byteLength === wanted.byteLength && timingSafeEqual(given, wanted), fileRules['file.link.elsewhere']);
  rule(expires > Date.parse(now), fileRules['file.link.expired']);
}
