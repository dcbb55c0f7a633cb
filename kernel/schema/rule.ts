import { type Label, type Language, textOf } from './label.ts';

/** HTTP status a broken rule answers with (design 6). */
export type RuleStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 422 | 423 | 428 | 429 | 503;

/** One refusal the product can give: what is wrong, and the way out. The id is part of the API. */
export interface RuleSpec extends Label {
  readonly status: RuleStatus;
  /** "To change it: …": who or what lifts the refusal. */
  readonly way?: Label;
  /** The specification's own name for it (SOD_CONFLICT, REASON_REQUIRED …), answered as `code`. */
  readonly code?: string;
}
export interface Rule extends RuleSpec {
  readonly id: string;
}

const catalogue = new Map<string, Rule>();

/** Declares the refusals of one part of the product. Ids are stable, dotted, lower case; a second declaration of an id fails at start. */
export function defineRules<const S extends Readonly<Record<string, RuleSpec>>>(
  specs: S,
): { readonly [K in keyof S & string]: Rule } {
  const rules: Record<string, Rule> = {};
  for (const [id, spec] of Object.entries(specs)) {
    if (catalogue.has(id)) throw new Error(`rule ${id} is declared twice`);
    const rule = { id, ...spec };
    catalogue.set(id, rule);
    rules[id] = rule;
  }
  return rules as { readonly [K in keyof S & string]: Rule };
}

/** Every declared rule by id (help pages, the web application's texts, coverage checks). */
export const ruleCatalogue: ReadonlyMap<string, Rule> = catalogue;

/** One fault in the input, with the path of the field it belongs to. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
  readonly rule?: string;
}

/**
 * A refusal. Thrown inside a transaction so that rolling back is automatic; the HTTP edge turns it into RFC 9457 problem details
 * and the audit trail records it. Anything else that is thrown is a defect and answers 500 without details.
 */
export class AppError extends Error {
  readonly rule: Rule;
  readonly params: Readonly<Record<string, unknown>>;
  readonly faults: readonly FieldFault[];
  constructor(rule: Rule, params: Readonly<Record<string, unknown>> = {}, faults: readonly FieldFault[] = []) {
    super(`${rule.id}: ${textOf(rule, 'en', params)}`);
    this.name = 'AppError';
    this.rule = rule;
    this.params = params;
    this.faults = faults;
  }
  get status(): RuleStatus {
    return this.rule.status;
  }
  detail(language: Language): string {
    return textOf(this.rule, language, this.params);
  }
}

/** Refuses with `rule` unless `condition` holds. A `function` so that TypeScript narrows after it. */
export function rule(condition: unknown, broken: Rule, params?: Readonly<Record<string, unknown>>): asserts condition {
  if (!condition) throw new AppError(broken, params);
}

/** Refuses outright. */
export function refuse(broken: Rule, params?: Readonly<Record<string, unknown>>, faults?: readonly FieldFault[]): never {
  throw new AppError(broken, params, faults);
}
