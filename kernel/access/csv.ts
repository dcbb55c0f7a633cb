/**
 * Rows of a CSV text (RFC 4180): quoted fields with doubled quotes and line breaks, comma or semicolon, with or without byte-order mark.
 * Blank lines are left out. Throws for an unclosed quote.
 */
export function parseCsv(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, '');
  const firstLine = source.slice(0, Math.max(0, source.search(/[\r\n]|$/)));
  const separator = firstLine.split(';').length > firstLine.split(',').length ? ';' : ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  const endField = () => {
    row.push(field);
    field = '';
  };
  const endRow = () => {
    endField();
    if (row.some((value) => value.trim() !== '')) rows.push(row);
    row = [];
  };
  for (let i = 0; i < source.length; i++) {
    const c = source[i] ?? '';
    if (isQuoted) {
      if (c !== '"') field += c;
      else if (source[i + 1] === '"') field += source[++i];
      else isQuoted = false;
    } else if (c === '"' && field === '') isQuoted = true;
    else if (c === separator) endField();
    else if (c === '\n') endRow();
    else if (c !== '\r') field += c;
  }
  if (isQuoted) throw new SyntaxError('a quoted field is not closed');
  endRow();
  return rows;
}
