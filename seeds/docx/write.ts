import { strToU8, zipSync } from 'fflate';
import { chapters, type DocumentText, type Part, type TextTable } from '../documents/text.ts';
import { escaped, field, paragraph, run, splitToken, type TableCell, table } from './blocks.ts';
import { contentTypes, documentRelations, numbering, packageRelations, part, STORY, settings, styles } from './styles.ts';

const HEAD_FILL = 'EEF1F6';
const cell = (content: string, options: Partial<TableCell> = {}): TableCell => ({ content, ...options });
const headCell = (text: string): TableCell => cell(run(text), { style: 'TableHead', fill: HEAD_FILL });
const token = (name: string): string => run(`{{${name}}}`);

/** Number, version, people and dates: filled when the file is handed out, never typed by the author. */
const controlTable = table(
  [
    [headCell('Number'), cell(token('DOC_NUMBER')), headCell('Version'), cell(token('DOC_VERSION'))],
    [headCell('Type'), cell(token('DOC_TYPE')), headCell('Status'), cell(token('DOC_STATUS'))],
    [headCell('Author'), cell(token('DOC_AUTHOR')), headCell('Effective date'), cell(token('EFFECTIVE_DATE'))],
    [headCell('Reviewer'), cell(token('DOC_REVIEWER')), headCell('Next review'), cell(token('NEXT_REVIEW_DATE'))],
    [headCell('Approver'), cell(token('DOC_APPROVER')), headCell('Approved'), cell(token('APPROVED_DATE'))],
  ],
  { shares: [14, 36, 17, 33] },
);

function textTable({ columns, rows, shares }: TextTable): string {
  const body = rows.map((row) => columns.map((_, i) => cell(run(row[i] ?? ''))));
  return table([columns.map(headCell), ...body], { shares: shares ?? columns.map(() => 1), hasHeadRow: true }) + paragraph('');
}

function partXml(p: Part): string {
  return [
    paragraph(run(p.heading), 'Heading2'),
    p.text ? paragraph(run(p.text)) : '',
    ...(p.steps ?? []).map((step) => paragraph(run(step), 'Step')),
    p.caution ? paragraph(run('Caution. ', '<w:b/>') + run(p.caution), 'Caution') : '',
    p.table ? textTable(p.table) : '',
  ].join('');
}

function bodyXml(text: DocumentText): string {
  const content = [
    paragraph(run(text.purpose)),
    paragraph(run(text.scope)),
    textTable({ columns: ['Role', 'Does'], rows: text.responsibilities, shares: [1, 3] }),
    text.parts.map(partXml).join(''),
    text.records.map((record) => paragraph(run(record), 'Bullet')).join(''),
    paragraph(token('REVISION_HISTORY')) + paragraph(run('Related documents: ') + token('DOC_DEPENDENCIES')),
  ];
  return chapters(text)
    .map((title, i) => paragraph(run(title), 'Heading1') + (content[i] ?? ''))
    .join('');
}

const header = table(
  [
    [
      cell(token('COMPANY_NAME'), { style: 'PageLine' }),
      cell(token('DOC_TITLE'), { style: 'PageLine' }),
      cell(`${token('DOC_NUMBER')}${run(', version ')}${splitToken('DOC_VERSION', '<w:b/>')}`, { style: 'PageLine' }),
    ],
  ],
  { shares: [3, 4, 3], isPlain: true },
);
const footer = paragraph(
  `${run('Downloaded ')}${token('DOWNLOAD_DATE')}${run(' by ')}${token('DOWNLOADED_BY')}${run('. A printed copy is uncontrolled. Page ')}${field('PAGE')}${run(' of ')}${field('NUMPAGES')}`,
  'PageLine',
);
const page =
  '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/>' +
  '<w:pgMar w:top="1418" w:right="1134" w:bottom="1134" w:left="1134" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr>';

const core = (title: string, author: string): string =>
  part(
    'cp:coreProperties',
    `<dc:title>${escaped(title)}</dc:title><dc:creator>${escaped(author)}</dc:creator><dc:identifier>{{DOC_NUMBER}}</dc:identifier><cp:version>{{DOC_VERSION}}</cp:version>`,
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"',
  );

// Same text, same bytes: a file is known by its hash.
const OLDEST_ZIP_TIME = '1980-01-02T00:00:00';

/**
 * A Word file with the placeholders of the product in its body, table, header and footer, one of them split across runs. The same
 * text gives the same bytes.
 */
export function writeDocx(title: string, author: string, text: DocumentText): Uint8Array {
  const files: Readonly<Record<string, string>> = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': packageRelations,
    'docProps/core.xml': core(title, author),
    'word/document.xml': part(
      'w:document',
      `<w:body>${paragraph(run(title), 'Title')}${controlTable}${bodyXml(text)}${page}</w:body>`,
      STORY,
    ),
    'word/_rels/document.xml.rels': documentRelations,
    'word/styles.xml': styles,
    'word/numbering.xml': numbering,
    'word/settings.xml': settings,
    'word/header.xml': part('w:hdr', header + paragraph('', 'PageLine'), STORY),
    'word/footer.xml': part('w:ftr', footer, STORY),
  };
  const packed = Object.entries(files).map(([name, xml]) => [name, strToU8(xml)] as const);
  return zipSync(Object.fromEntries(packed), { level: 6, mtime: OLDEST_ZIP_TIME });
}
