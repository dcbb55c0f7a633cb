import pg from 'pg';

/** A parameterised query: text with $n and its values. Only `sql` and its helpers make one, so values never become SQL text. */
export interface Sql {
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
}
const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && 'parts' in value && 'values' in value;

/** Tagged template: every `${value}` becomes a parameter, every nested `sql` is spliced in. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  const parts: string[] = [strings[0] ?? ''];
  const out: unknown[] = [];
  const addText = (t: string) => {
    parts[parts.length - 1] += t;
  };
  values.forEach((value, i) => {
    if (isSql(value)) {
      addText(value.parts[0] ?? '');
      value.values.forEach((v, j) => {
        out.push(v);
        parts.push(value.parts[j + 1] ?? '');
      });
    } else {
      out.push(value);
      parts.push('');
    }
    addText(strings[i + 1] ?? '');
  });
  return { parts, values: out };
}
/** A quoted identifier, or a dotted pair of them. */
sql.id = (...names: readonly string[]): Sql => ({ parts: [names.map((n) => pg.escapeIdentifier(n)).join('.')], values: [] });
sql.join = (items: readonly Sql[], separator: Sql = sql`, `): Sql => {
  const [first, ...others] = items;
  return others.reduce((acc, item) => sql`${acc}${separator}${item}`, first ?? sql``);
};
sql.empty = { parts: [''], values: [] } as Sql;

/** Text and values as the driver wants them. */
export function toQuery(query: Sql): { text: string; values: unknown[] } {
  return { text: query.parts.reduce((acc, part, i) => `${acc}$${i}${part}`), values: [...query.values] };
}
