import { Sheet } from '../pdf/sheet.ts';
import { SheetTable } from '../pdf/sheet-table.ts';
import { fileDate, printedUtc } from '../pdf/times.ts';
import { quiet } from '../pdf/typeset.ts';
import { cellText, type Table, type TableMeta } from './table.ts';

/** More columns than these are set across. */
const UPRIGHT_COLUMNS = 5;

/** A list as PDF in the print recipe, rows set while they are read; it ends with their number. */
export async function writeTablePdf(table: Table, meta: TableMeta): Promise<Uint8Array> {
  const printed = `Printed ${printedUtc(meta.printedAt)} by ${meta.printedBy}`;
  const sheet = new Sheet({
    title: table.title,
    layout: table.columns.length > UPRIGHT_COLUMNS ? 'landscape' : 'portrait',
    head: { left: table.title, right: meta.organization, leftDetail: meta.filter === '' ? 'All entries' : meta.filter },
    foot: (page, pages) => ({ left: printed, right: `Page ${page} of ${pages}` }),
    at: fileDate(meta.printedAt),
  });
  const rows = new SheetTable(
    sheet,
    table.columns.map((column) => ({ title: column.title, share: column.share ?? 1, align: column.align ?? 'left' })),
    8,
  );
  let count = 0;
  for await (const cells of table.rows) {
    rows.row(cells.map((cell) => cellText(cell)));
    count += 1;
  }
  sheet.space(4);
  sheet.paragraph(count === 1 ? '1 entry' : `${count.toLocaleString('en-US')} entries`, { size: 8.5, color: quiet });
  return sheet.finish();
}
