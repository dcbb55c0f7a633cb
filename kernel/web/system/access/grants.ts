import { type Level, levels } from '#kernel/schema';
import type { Grant } from '../../../access/records/role.ts';

export type Scope = Grant['scope'];
export type LevelGrant = Extract<Grant, { readonly level: Level }>;
export type SingleGrant = Extract<Grant, { readonly permission: string }>;

/** From the narrowest to the widest. */
export const scopes = ['own', 'department', 'organization', 'all'] as const satisfies readonly Scope[];
export { levels };

export const isLevelGrant = (grant: Grant): grant is LevelGrant => 'level' in grant;
const rank = (scope: Scope): number => scopes.indexOf(scope);

/** Grants as a value of a record gives them; anything else counts as none. */
export function grantsOf(value: unknown): readonly Grant[] {
  return Array.isArray(value) ? (value as readonly Grant[]) : [];
}

/** Widest scope a level of a module has in a role; undefined when the role does not have it. */
export function scopeOf(grants: readonly Grant[], module: string, level: Level): Scope | undefined {
  return grants
    .filter(isLevelGrant)
    .filter((grant) => grant.module === module && grant.level === level)
    .map((grant) => grant.scope)
    .reduce<Scope | undefined>(
      (widest, scope) => (widest === undefined || rank(scope) > rank(widest) ? scope : widest),
      undefined,
    );
}

/** The same grants with one level of one module set to a scope, or without it. */
export function withLevel(grants: readonly Grant[], module: string, level: Level, scope: Scope | undefined): readonly Grant[] {
  const others = grants.filter((grant) => !(isLevelGrant(grant) && grant.module === module && grant.level === level));
  return scope === undefined ? others : [...others, { module, level, scope }];
}

/** The same grants with one permission set to a scope, or without it. */
export function withPermission(grants: readonly Grant[], permission: string, scope: Scope | undefined): readonly Grant[] {
  const others = grants.filter((grant) => isLevelGrant(grant) || grant.permission !== permission);
  return scope === undefined ? others : [...others, { permission, scope }];
}

/** Permissions given one by one, in the order of their names. */
export function singlesOf(grants: readonly Grant[]): readonly SingleGrant[] {
  return grants
    .filter((grant): grant is SingleGrant => !isLevelGrant(grant))
    .sort((a, b) => a.permission.localeCompare(b.permission));
}
