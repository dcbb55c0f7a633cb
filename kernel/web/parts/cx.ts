/** Joins the class names that are present. CSS modules are typed as possibly missing, Mantine wants a plain string. */
export function cx(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
