/** Rule ids of refused uploads (EDMS-27). Stable: they are part of the API and are translated. */
export type UploadRule = 'file.type.not-allowed' | 'file.type.mismatch' | 'file.too-large' | 'file.archive.unsafe';

/** An upload that may not be stored. `rule` is the stable id, `detail` the values that explain it to the person. */
export class UploadRefused extends Error {
  override readonly name = 'UploadRefused';
  readonly rule: UploadRule;
  readonly detail: Readonly<Record<string, string | number>>;

  constructor(rule: UploadRule, detail: Readonly<Record<string, string | number>> = {}) {
    super(`${rule} ${JSON.stringify(detail)}`);
    this.rule = rule;
    this.detail = detail;
  }
}
