import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUnavailable } from '#kernel/db';
import { coreRules } from '#kernel/records';
import { AppError, type Language, textOf } from '#kernel/schema';

/** RFC 9457 problem details as every refusal is answered. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly rule: string;
  readonly code?: string;
  readonly way?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly path: string; readonly message: string; readonly rule?: string }[];
  readonly requestId: string;
}

export function problemOf(error: AppError, language: Language, requestId: string): Problem {
  return {
    type: `/api/docs/rules#${error.rule.id}`,
    title: error.rule.code ?? error.rule.id,
    status: error.status,
    detail: error.detail(language),
    rule: error.rule.id,
    ...(error.rule.code ? { code: error.rule.code } : {}),
    ...(error.rule.way ? { way: textOf(error.rule.way, language, error.params) } : {}),
    ...(Object.keys(error.params).length > 0 ? { params: error.params } : {}),
    ...(error.faults.length > 0 ? { errors: error.faults } : {}),
    requestId,
  };
}

export function languageOf(request: FastifyRequest): Language {
  return request.actor?.language ?? (/^fr\b/i.test(request.headers['accept-language'] ?? '') ? 'fr' : 'en');
}

/** Faults of the HTTP layer itself (unreadable JSON, body too large, unsupported type) in the same shape; never a 5xx for bad input. */
export function asRefusal(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  // Outside a transaction too: who somebody is gets asked before the first one.
  if (isUnavailable(error)) return Object.assign(new AppError(coreRules['core.database-unavailable']), { cause: error });
  const status = (error as { statusCode?: number }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new AppError(coreRules[status === 404 ? 'core.not-found' : status === 413 ? 'core.too-large' : 'core.malformed'], {
      why: (error as Error).message,
    });
  return undefined;
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): FastifyReply {
  const retry = error.params.retryAfter;
  if (error.status === 429 && typeof retry === 'number') reply.header('retry-after', String(retry));
  return reply
    .code(error.status)
    .type('application/problem+json')
    .send(problemOf(error, languageOf(request), request.id));
}
