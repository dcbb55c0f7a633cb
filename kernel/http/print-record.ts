import { sql } from '#kernel/db';
import { Attachment } from '#kernel/files';
import type { PrintedCheckpoint, RecordPrint } from '#kernel/print';
import { contentHash, findRows, recordsHistory, referencesOf, signaturesOf, type Tx } from '#kernel/records';
import {
  type AnyRecord,
  type FormSection,
  type Meaning,
  meanings,
  type Row,
  type StateSpec,
  type TransitionSpec,
} from '#kernel/schema';
import { cellOf, labelOf, textOfCell, visibleFields } from './cells.ts';

type Values = Readonly<Record<string, unknown>>;
const others = { en: 'Further details', fr: 'Autres informations' };
const about = { en: 'Record', fr: 'Enregistrement' };
const filesTitle = { en: 'Files', fr: 'Fichiers' };
const fileColumns = { en: ['File', 'Role', 'Bytes', 'SHA-256'], fr: ['Fichier', 'Rôle', 'Octets', 'SHA-256'] };

/** Sections of the form, then every further field the reader may see: nothing of a record is left out of its print (P11-10b-1). */
function sectionsOf(tx: Tx, record: AnyRecord): FormSection[] {
  const open = visibleFields(record, tx.actor.grants);
  const inForm = new Set(record.form.flatMap((s) => s.fields));
  const rest = open.filter((name) => !inForm.has(name));
  const sections = record.form.map((s) => ({ title: s.title, fields: s.fields.filter((name) => open.includes(name)) }));
  const standard = [
    'departmentId',
    'siteId',
    'confidentiality',
    'createdAt',
    'createdBy',
    'updatedAt',
    'updatedBy',
    'retentionUntil',
    'legalHold',
  ];
  return [...sections, { title: others, fields: rest }, { title: about, fields: standard }].filter((s) => s.fields.length > 0);
}

async function checkpointOf(tx: Tx): Promise<PrintedCheckpoint | undefined> {
  const [c] = await tx.query<{ size: number; root: string; note: string; at: string }>(
    sql`select size, root, note, at from audit.latest_checkpoint()`,
  );
  return c ? { origin: c.note.split('\n')[0] ?? '', size: String(c.size), rootHash: c.root, at: c.at } : undefined;
}

/** What a record's print says, and the PRINT event that it was made. The signed content and its hash come from the same row. */
export async function recordPrint(tx: Tx, record: AnyRecord, id: string): Promise<{ fileName: string; content: RecordPrint }> {
  const { language } = tx.actor;
  const row: Row = await tx.get(record, id);
  const values: Values = { ...row };
  const refs = await referencesOf(tx, record, [row]);
  const state = (record.states as Record<string, StateSpec> | undefined)?.[row.state]?.label[language] ?? row.state;
  const title = String(values[record.title] ?? row.number ?? record.label[language]);
  const sections = sectionsOf(tx, record).map((s) => ({
    title: s.title[language],
    rows: s.fields.map((name) => ({
      label: labelOf(record, name, language),
      value: textOfCell(cellOf(record, name, values[name], refs, language)),
    })),
  }));
  const files = await findRows(
    tx,
    Attachment,
    sql`t.entity = ${record.id} and t.record_id = ${id} and t.state = 'CURRENT'`,
    sql`order by t.file_name, t.sha256`,
  );
  // The hash is that of the whole content, also where the reader may not see all of it.
  const [whole] = await findRows(tx, record, sql`t.id = ${id}`);
  const bound = await tx.ports.files.filesOf(tx, record, id);
  const [head, role, bytes, sha] = fileColumns[language];
  const { items: history } = await recordsHistory(tx, record, row);
  const transitions = record.transitions as Readonly<Record<string, TransitionSpec>>;
  const signatures = (await signaturesOf(tx, record, row)).map((s) => ({ ...s }) as Values);
  const checkpoint = await checkpointOf(tx);
  await tx.record(
    'PRINT',
    { module: record.module, entity: record.id, id, number: row.number },
    { version: row.version, revision: row.revision },
  );
  const content: RecordPrint = {
    number: row.number ?? '',
    title,
    version: String(row.version),
    state,
    sections,
    tables:
      files.length === 0
        ? []
        : [
            {
              title: filesTitle[language],
              columns: [
                { title: head ?? '', share: 34 },
                { title: role ?? '', share: 14 },
                { title: bytes ?? '', share: 10, align: 'right' },
                { title: sha ?? '', share: 42, face: 'mono' },
              ],
              rows: files.map((f) => [f.fileName, f.role, String(f.size), f.sha256]),
            },
          ],
    history: [...history].reverse().map((h) => ({
      at: h.at,
      who: h.actor.onBehalfOf ? `${h.actor.name} (${h.actor.onBehalfOf})` : h.actor.name,
      what: [
        transitions[h.transition ?? '']?.label[language] ?? h.action,
        ...Object.keys(h.changes).map((name) => labelOf(record, name, language)),
      ].join(', '),
      ...(h.reason === null ? {} : { reason: h.reason }),
    })),
    signatures: signatures.map((s) => ({
      printedName: String(s.printedName),
      meaning: meanings[s.meaning as Meaning]?.[language] ?? String(s.meaning),
      at: String(s.signedAt),
      ...(typeof s.jobTitle === 'string' && s.jobTitle !== '' ? { role: s.jobTitle } : {}),
      method: typeof s.onBehalfOf === 'string' ? `${String(s.method)} (${s.onBehalfOf})` : String(s.method),
      ...(typeof s.zone === 'string' ? { zone: s.zone } : {}),
      ...(typeof s.reason === 'string' && s.reason !== '' ? { reason: s.reason } : {}),
    })),
    contentHash: contentHash(record, whole ?? row, bound),
    ...(checkpoint ? { checkpoint } : {}),
    printedBy: tx.actor.name,
    printedAt: tx.now,
  };
  return { fileName: `${row.number ?? title}.pdf`, content };
}
