/** What the reader may do with a record now; a refusal names its rule and says why in the reader's language. */
export type Ability =
  | { readonly ok: true }
  | { readonly ok: false; readonly rule: string; readonly why: string; readonly way?: string };
export type Abilities = Readonly<Record<string, Ability>>;
