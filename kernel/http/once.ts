import type { FastifyRequest } from 'fastify';
import { type Kernel, replayOf, type Tx, transact } from '#kernel/records';
import { actorOf } from './contract.ts';
import { callOf } from './records.ts';

/**
 * Runs a changing request in one transaction, and a repetition under the same Idempotency-Key not at all: it gets the first answer
 * (CORE-09).
 * @param fingerprint what else tells this request from another under the same key (an uploaded file's hash).
 */
export async function once<T>(
  kernel: Kernel,
  request: FastifyRequest,
  work: (tx: Tx) => Promise<T>,
  fingerprint = '',
): Promise<T> {
  const actor = actorOf(request);
  const call = callOf(request);
  const known = call.idempotency
    ? { ...call, idempotency: { ...call.idempotency, hash: call.idempotency.hash + fingerprint } }
    : call;
  const earlier = await replayOf(kernel, actor, known);
  return earlier ? (earlier.response as T) : transact(kernel, actor, work, known);
}
