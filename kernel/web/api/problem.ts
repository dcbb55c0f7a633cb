import type { FieldFault } from '#kernel/schema';

/** RFC 9457 problem details as the server answers them, in the reader's language. */
export interface Problem {
  readonly status: number;
  /** Stable id of the broken rule, when one was broken. */
  readonly rule?: string;
  readonly detail: string;
  /** Who or what lifts it. */
  readonly way?: string;
  readonly errors: readonly FieldFault[];
  readonly requestId?: string;
  /** Values that the detail speaks of. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** An answer other than success; `problem.status` 0 means that no answer came. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function faultsOf(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((fault) => ({
    path: text(fault.path) ?? '',
    message: text(fault.message) ?? '',
    ...(text(fault.rule) ? { rule: text(fault.rule) ?? '' } : {}),
  }));
}

/** Reads an error answer, whatever a proxy on the way may have made of it. `fallback` is said when it carries no text. */
export function readProblem(status: number, body: unknown, fallback: string): Problem {
  const of = isObject(body) ? body : {};
  const rule = text(of.rule);
  const way = text(of.way);
  const requestId = text(of.requestId);
  const params = isObject(of.params) ? of.params : undefined;
  return {
    status,
    detail: text(of.detail) ?? text(of.title) ?? fallback,
    errors: faultsOf(of.errors),
    ...(rule ? { rule } : {}),
    ...(way ? { way } : {}),
    ...(requestId ? { requestId } : {}),
    ...(params ? { params } : {}),
  };
}
