import { type AttachmentRow, extractText, type FileStore, reportingDamage, TextUnreadable } from '#kernel/files';
import { type Actor, type Kernel, type Tx, transact } from '#kernel/records';
import { AppError, fieldsOf, rule } from '#kernel/schema';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { linksOf } from './dependency.queries.ts';
import { bytesOf, originalOf } from './download.ts';
import type { VersionRow } from './rows.ts';
import { type DiffPart, wordDiff } from './word-diff.ts';

export interface Comparison {
  readonly from: { readonly id: string; readonly label: string | null; readonly state: string };
  readonly to: { readonly id: string; readonly label: string | null; readonly state: string };
  readonly fields: readonly { readonly field: string; readonly label: string; readonly from: unknown; readonly to: unknown }[];
  readonly files: { readonly from: string | null; readonly to: string | null; readonly isSame: boolean };
  /** Null where one of the files has no text that can be read. */
  readonly text: readonly DiffPart[] | null;
}

interface Side {
  readonly version: VersionRow;
  readonly file: AttachmentRow | undefined;
  readonly dependencies: string;
}
async function sideOf(tx: Tx, id: string): Promise<Side> {
  const version = await tx.get(Version, id);
  const file = await originalOf(tx, version).catch((error: unknown) => {
    if (error instanceof AppError) return undefined;
    throw error;
  });
  const links = await linksOf(tx, id);
  return {
    version,
    file,
    dependencies: links
      .map((l) => `${l.relation} ${l.number}`)
      .sort()
      .join(', '),
  };
}

/** Fields that say how the workflow went are not content. */
const compared = fieldsOf(Version).filter(([name, f]) => !f.isWorkflow && name !== 'documentId');
type Values = Readonly<Record<string, unknown>>;

async function textOf(store: FileStore, file: AttachmentRow | undefined): Promise<string | null> {
  if (!file) return null;
  try {
    return (await extractText(new Uint8Array(await bytesOf(store, file)), file.mime))?.text ?? null;
  } catch (error) {
    if (error instanceof TextUnreadable) return null;
    throw error;
  }
}

/** What changed between two versions of a document: fields, links, and the text of the files word by word. */
export function compareVersions(
  kernel: Kernel,
  store: FileStore,
  actor: Actor,
  ids: { readonly id: string; readonly other: string },
  requestId: string,
): Promise<Comparison> {
  return reportingDamage(kernel, actor, requestId, async () => {
    const [from, to] = await transact(
      kernel,
      actor,
      async (tx) => [await sideOf(tx, ids.other), await sideOf(tx, ids.id)] as const,
      {
        requestId,
      },
    );
    rule(from.version.documentId === to.version.documentId, edmsRules['edms.compare-other']);
    const a: Values = { ...from.version };
    const b: Values = { ...to.version };
    const fields = compared
      .filter(([name]) => JSON.stringify(a[name] ?? null) !== JSON.stringify(b[name] ?? null))
      .map(([field, f]) => ({ field, label: f.label[actor.language], from: a[field] ?? null, to: b[field] ?? null }));
    const links = { en: 'Dependencies', fr: 'Dépendances' };
    if (from.dependencies !== to.dependencies)
      fields.push({ field: 'dependencies', label: links[actor.language], from: from.dependencies, to: to.dependencies });
    const isSame = from.file !== undefined && from.file.sha256 === to.file?.sha256;
    const texts = [await textOf(store, from.file), await textOf(store, to.file)] as const;
    const side = ({ version }: Side) => ({ id: version.id, label: version.label, state: version.state });
    return {
      from: side(from),
      to: side(to),
      fields,
      files: { from: from.file?.fileName ?? null, to: to.file?.fileName ?? null, isSame },
      text: texts[0] === null || texts[1] === null ? null : wordDiff(texts[0], texts[1]),
    };
  });
}
