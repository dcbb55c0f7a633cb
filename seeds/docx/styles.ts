/** Parts of the file that are the same in every document: styles, numbering, settings, relations. */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const CONTENT_TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORD_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

export const part = (root: string, content: string, namespaces = W): string =>
  `${HEAD}<${root} ${namespaces}>${content}</${root}>`;

const style = (id: string, name: string, paragraph: string, text: string, more = ''): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"${id === 'Normal' ? ' w:default="1"' : ''}><w:name w:val="${name}"/>` +
  `${id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>'}${more}<w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${text}</w:rPr></w:style>`;
const size = (points: number) => `<w:sz w:val="${points * 2}"/><w:szCs w:val="${points * 2}"/>`;
const space = (before: number, after: number) => `<w:spacing w:before="${before * 20}" w:after="${after * 20}"/>`;
const numbered = (level: number) => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr>`;
const next = '<w:next w:val="Normal"/>';
const bold = '<w:b/><w:bCs/>';
const ink = '<w:color w:val="1F3A5F"/>';

export const styles = part(
  'w:styles',
  '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="20"/><w:szCs w:val="20"/>' +
    '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>' +
    style('Normal', 'Normal', '', '') +
    style('Title', 'Title', `<w:keepNext/>${space(6, 8)}`, `${bold}${ink}${size(18)}`, next) +
    style(
      'Heading1',
      'heading 1',
      `<w:keepNext/>${numbered(0)}${space(14, 5)}<w:outlineLvl w:val="0"/>`,
      `${bold}${ink}${size(13)}`,
      next,
    ) +
    style(
      'Heading2',
      'heading 2',
      `<w:keepNext/>${numbered(1)}${space(9, 3)}<w:outlineLvl w:val="1"/>`,
      `${bold}${size(10.5)}`,
      next,
    ) +
    style('Step', 'Step', `${numbered(2)}${space(0, 3)}`, '') +
    style('Bullet', 'List Bullet', `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>${space(0, 3)}`, '') +
    style(
      'Caution',
      'Caution',
      '<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="B45309"/></w:pBdr>' +
        `<w:shd w:val="clear" w:color="auto" w:fill="FEF6E7"/>${space(5, 6)}<w:ind w:left="170"/>`,
      '',
    ) +
    style('TableText', 'Table Text', space(2, 2), size(9)) +
    style('TableHead', 'Table Head', `<w:keepNext/>${space(2, 2)}`, `${bold}${size(9)}`) +
    style('PageLine', 'Page Line', space(0, 0), `<w:color w:val="4B5563"/>${size(8)}`),
);

const level = (index: number, text: string, format: string, indent: number, linked = '', runs = ''): string =>
  `<w:lvl w:ilvl="${index}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${linked && `<w:pStyle w:val="${linked}"/>`}<w:lvlText w:val="${text}"/>` +
  `<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${indent}" w:hanging="${indent}"/></w:pPr>${runs && `<w:rPr>${runs}</w:rPr>`}</w:lvl>`;

/** Chapters, parts and steps are one outline, so that "see 4.2.3" can be written and found. */
export const numbering = part(
  'w:numbering',
  `<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>${level(0, '%1', 'decimal', 680, 'Heading1')}${level(1, '%1.%2', 'decimal', 680, 'Heading2')}${level(2, '%1.%2.%3', 'decimal', 680, 'Step')}</w:abstractNum>` +
    `<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>${level(0, '•', 'bullet', 340)}</w:abstractNum>` +
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
);

export const settings = part(
  'w:settings',
  '<w:defaultTabStop w:val="680"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
);

const typed = (name: string, kind: string) => `<Override PartName="/word/${name}.xml" ContentType="${WORD_TYPE}.${kind}+xml"/>`;
export const contentTypes = part(
  'Types',
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' +
    typed('document', 'document.main') +
    ['styles', 'numbering', 'settings', 'header', 'footer'].map((name) => typed(name, name)).join('') +
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>',
  `xmlns="${CONTENT_TYPES}"`,
);

const relation = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`;
export const packageRelations = part(
  'Relationships',
  relation('rId1', `${OFFICE}/officeDocument`, 'word/document.xml') +
    relation(
      'rId2',
      'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
      'docProps/core.xml',
    ),
  `xmlns="${RELATIONS}"`,
);
export const documentRelations = part(
  'Relationships',
  ['styles', 'numbering', 'settings', 'header', 'footer']
    .map((name, i) => relation(`rId${i + 1}`, `${OFFICE}/${name}`, `${name}.xml`))
    .join(''),
  `xmlns="${RELATIONS}"`,
);
export const STORY = `${W} xmlns:r="${OFFICE}"`;
