import { decodeXml, localName, scanXml, textOf } from './xml.ts';
import { unpackArchive } from './zip.ts';

/** Parts with text a reader sees, in reading order. */
const STORIES: Readonly<Record<string, readonly RegExp[]>> = {
  docx: [
    /^word\/document\d*\.xml$/,
    /^word\/header\d*\.xml$/,
    /^word\/footer\d*\.xml$/,
    /^word\/(foot|end)notes\.xml$/,
    /^word\/comments\.xml$/,
  ],
  xlsx: [/^xl\/sharedStrings\.xml$/, /^xl\/comments\d*\.xml$/],
  pptx: [/^ppt\/slides\/slide\d+\.xml$/, /^ppt\/notesSlides\/notesSlide\d+\.xml$/],
};

/** Ends a line: a paragraph, a shared string of a spreadsheet. */
const BLOCKS = new Set(['p', 'si']);

/** Text of one part. Word keeps a text box twice, for new and for old readers; the old form (`mc:Fallback`) is left out. */
function storyText(source: string): string {
  const open: string[] = [];
  let text = '';
  let hidden = 0;
  for (const token of scanXml(source)) {
    const name = localName(token.name);
    if (token.kind === 'open') {
      open.push(name);
      if (name === 'Fallback') hidden += 1;
    } else if (token.kind === 'close') {
      open.pop();
      if (name === 'Fallback') hidden -= 1;
      if (BLOCKS.has(name) && hidden === 0 && !text.endsWith('\n')) text += '\n';
    } else if (hidden === 0 && (token.kind === 'text' || token.kind === 'cdata')) {
      if (open.at(-1) === 't') text += textOf(source, token);
    }
    if (hidden > 0 || (token.kind !== 'empty' && token.kind !== 'open')) continue;
    // A tab inside a run; the same element among the properties of a paragraph is a tab stop.
    if (name === 'tab' && open.at(-1) !== 'tabs' && !open.includes('pPr')) text += '\t';
    if (name === 'br' || name === 'cr') text += '\n';
    if (name === 'noBreakHyphen') text += '-';
  }
  return text.trim();
}

const number = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 0);

export type OfficeText = { readonly text: string; readonly pages?: number };

/**
 * Text of an Open XML file, and the page (slide) count its writer noted.
 * @throws UploadRefused, XmlRefused
 */
export function officeText(bytes: Uint8Array, kind: 'docx' | 'xlsx' | 'pptx'): OfficeText {
  const stories = STORIES[kind] ?? [];
  const wanted = (name: string): boolean => name === 'docProps/app.xml' || stories.some((story) => story.test(name));
  const parts = unpackArchive(bytes, wanted);
  const names = [...parts.keys()].sort((a, b) => number(a) - number(b));
  const texts = stories.flatMap((story) => names.filter((name) => story.test(name)));
  const text = texts.map((name) => storyText(decodeXml(parts.get(name) ?? new Uint8Array()))).filter((story) => story !== '');
  const app = parts.get('docProps/app.xml');
  const pages = Number(/<(?:\w+:)?(?:Pages|Slides)>(\d+)</.exec(app === undefined ? '' : decodeXml(app))?.[1]);
  return { text: text.join('\n\n'), ...(Number.isInteger(pages) && pages > 0 ? { pages } : {}) };
}
