import { describe, expect, test } from 'vitest';
import { addImport, addToList, register } from './edit.ts';
import { camel, pascal, plural, quote, words } from './names.ts';

const RECORDS = /\brecords:\s*\[/;

describe('edits of source text', () => {
  test('a name goes to the end of its list, however that is written', () => {
    expect(addToList('x({ records: [], nav: [] })', RECORDS, 'Note')).toBe('x({ records: [Note], nav: [] })');
    expect(addToList('records: [A, B]', RECORDS, 'C')).toBe('records: [A, B, C]');
    expect(addToList('records: [\n  A,\n  B,\n],', RECORDS, 'C')).toBe('records: [\n  A,\n  B, C\n],');
    expect(addToList('records: [...f([1]), B]', RECORDS, 'C')).toBe('records: [...f([1]), B, C]');
    expect(addToList('rows: []', RECORDS, 'C')).toBeUndefined();
    expect(() => addToList('records: [A, B]', RECORDS, 'B')).toThrow('B stands in the list already.');
  });

  test('an import follows the others, also one of several lines', () => {
    const text = "import {\n  a,\n} from 'a';\nimport b from 'b';\n\nconst c = 1;\n";
    expect(addImport(text, "import d from 'd';")).toBe(text.replace("from 'b';", "from 'b';\nimport d from 'd';"));
    expect(addImport('const c = 1;\n', "import d from 'd';")).toBe("import d from 'd';\n\nconst c = 1;\n");
  });

  test('a file of another shape is left alone, and the line to write is said', () => {
    const entry = { importLine: "import { C } from './c.ts';", list: RECORDS, name: 'C' };
    expect(() => register('export {};', 'module.ts', entry)).toThrow("add C to it by hand, with import { C } from './c.ts';");
  });

  test('names follow their kind', () => {
    expect([pascal('note-line'), camel('copy-note'), words('note-line')]).toEqual(['NoteLine', 'copyNote', 'Note line']);
    expect(['Note', 'Category', 'Box'].map(plural)).toEqual(['Notes', 'Categories', 'Boxes']);
    expect(quote("l'étage")).toBe("'l\\'étage'");
  });
});
