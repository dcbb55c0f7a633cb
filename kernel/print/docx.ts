import { zipSync } from 'fflate';
import { decodeXml, escapeXml, localName, scanXml, textOf, unpackArchive, type XmlToken } from '../files/content/index.ts';

/** A Word file with its placeholders filled. `unknownTokens` are bare names, sorted, each once; they stay in the file. */
export type AnnotatedDocx = { readonly bytes: Uint8Array; readonly unknownTokens: readonly string[] };

const TOKEN = /\{\{[\s\u00a0]*([A-Z][A-Z0-9_]*)[\s\u00a0]*\}\}/g;

/** Elements that stand for a character: a token does not reach across them. */
const BARRIERS = new Set(['br', 'cr', 'tab', 'noBreakHyphen', 'softHyphen', 'sym', 'ptab']);

/** Prefixes whose text elements have no line break of their own inside a run (DrawingML, charts, mathematics). */
const NO_BREAK = new Set(['a', 'c', 'm']);

type Piece = { readonly token: number; readonly parent: number; readonly from: number; readonly to: number };
type Paragraph = { text: string; readonly pieces: Piece[] };
type Edits = Map<number, string>;
type Filler = { fill(text: string): string; matches(text: string): readonly Match[] };
type Match = { readonly start: number; readonly end: number; readonly value: string };

function fillerFor(values: Readonly<Record<string, string>>, unknown: Set<string>): Filler {
  const matches = (text: string): readonly Match[] => {
    const found: Match[] = [];
    for (const match of text.matchAll(TOKEN)) {
      const name = match[1] ?? '';
      if (Object.hasOwn(values, name))
        found.push({ start: match.index, end: match.index + match[0].length, value: values[name] ?? '' });
      else unknown.add(name);
    }
    return found;
  };
  return { matches, fill: (text) => rewrite(text, 0, text.length, matches(text)) };
}

/** The part `from..to` of a text with each match replaced; a value lands where its token begins. */
function rewrite(text: string, from: number, to: number, matches: readonly Match[]): string {
  let out = '';
  let at = from;
  for (const match of matches) {
    if (match.end <= from || match.start >= to) continue;
    out += text.slice(at, Math.max(at, match.start));
    if (match.start >= from) out += match.value;
    at = Math.min(to, match.end);
  }
  return out + text.slice(at, to);
}

/** Groups the text of a part by paragraph. A paragraph inside a text box is its own, not part of the one that anchors it. */
function paragraphsOf(source: string, tokens: readonly XmlToken[]): readonly Paragraph[] {
  const all: Paragraph[] = [];
  const inside: Paragraph[] = [];
  const open: number[] = [];
  tokens.forEach((token, index) => {
    const current = inside.at(-1);
    if (token.kind === 'open') {
      open.push(index);
      if (localName(token.name) === 'p') inside.push({ text: '', pieces: [] });
    } else if (token.kind === 'close') {
      open.pop();
      if (localName(token.name) === 'p' && current !== undefined) all.push(...inside.splice(-1));
    } else if (current !== undefined && (token.kind === 'text' || token.kind === 'cdata')) {
      const parent = open.at(-1) ?? -1;
      if (localName(tokens[parent]?.name ?? '') !== 't') return;
      const from = current.text.length;
      current.text += textOf(source, token);
      current.pieces.push({ token: index, parent, from, to: current.text.length });
    }
    if ((token.kind === 'empty' || token.kind === 'open') && current !== undefined && BARRIERS.has(localName(token.name)))
      current.text += '\0';
  });
  return all;
}

function textXml(text: string, element: string): string {
  const lines = text.split(/\r\n|\r|\n/).map(escapeXml);
  const [prefix = ''] = element.split(':');
  if (lines.length === 1 || NO_BREAK.has(prefix)) return lines.join(' ');
  const breakTag = element.replace(/t$/, 'br');
  return lines.join(`</${element}><${breakTag}/><${element} xml:space="preserve">`);
}

/** `{{A}}` and `A` are told apart by space only when it is kept: Word drops outer space unless told otherwise. */
function preservingSpace(tag: string): string {
  return /\sxml:space\s*=/.test(tag) ? tag : tag.replace(/\s*>$/, ' xml:space="preserve">');
}

function fillParagraph(paragraph: Paragraph, source: string, tokens: readonly XmlToken[], filler: Filler, edits: Edits): void {
  const matches = filler.matches(paragraph.text);
  for (const piece of paragraph.pieces) {
    if (!matches.some((match) => match.start < piece.to && match.end > piece.from)) continue;
    const parent = tokens[piece.parent];
    if (parent === undefined) continue;
    edits.set(piece.token, textXml(rewrite(paragraph.text, piece.from, piece.to, matches), parent.name));
    edits.set(
      piece.parent,
      NO_BREAK.has(parent.name.split(':')[0] ?? '')
        ? source.slice(parent.start, parent.end)
        : preservingSpace(source.slice(parent.start, parent.end)),
    );
  }
}

function applied(source: string, tokens: readonly XmlToken[], edits: Edits): string {
  return tokens.map((token, index) => edits.get(index) ?? source.slice(token.start, token.end)).join('');
}

function fillStory(source: string, filler: Filler): string {
  const tokens = scanXml(source);
  const edits: Edits = new Map();
  for (const paragraph of paragraphsOf(source, tokens)) fillParagraph(paragraph, source, tokens, filler, edits);
  return edits.size === 0 ? source : applied(source, tokens, edits);
}

/** Properties have no runs: each text stands alone. Line ends become spaces, these fields are one line. */
function fillProperties(source: string, filler: Filler): string {
  const tokens = scanXml(source);
  const edits: Edits = new Map();
  tokens.forEach((token, index) => {
    if (token.kind !== 'text' && token.kind !== 'cdata') return;
    const text = textOf(source, token);
    const filled = filler.fill(text);
    if (filled !== text) edits.set(index, escapeXml(filled.replace(/\r\n|\r|\n/g, ' ')));
  });
  return edits.size === 0 ? source : applied(source, tokens, edits);
}

/** `customXml` holds what content controls on a cover page are bound to; Word shows that, not the text in the body. */
function fillerOf(part: string): ((source: string, filler: Filler) => string) | undefined {
  if (/^(docProps|customXml)\/[^/]+\.xml$/.test(part)) return fillProperties;
  return /^word\/(?!_rels|theme|settings|styles|fontTable|webSettings|numbering).*\.xml$/.test(part) ? fillStory : undefined;
}

/**
 * Replaces `{{TOKEN}}` in a Word file (EDMS-21): body, tables, headers, footers, notes, comments, text boxes (the DrawingML and
 * the VML form), charts, and the core, extended and custom properties, also where Word split a token across runs. A value's
 * line ends become line breaks. A token without a value stays as it is and is listed. Everything else stays byte for byte.
 * @throws UploadRefused for an archive that is unsafe or damaged, XmlRefused for a part that is not well-formed XML.
 * @example annotateDocx(bytes, { DOC_NUMBER: 'SOP-00012', DOC_VERSION: '2.0' })
 */
export function annotateDocx(bytes: Uint8Array, values: Readonly<Record<string, string>>): AnnotatedDocx {
  const unknown = new Set<string>();
  const filler = fillerFor(values, unknown);
  const parts: Record<string, Uint8Array> = {};
  for (const [name, content] of unpackArchive(bytes)) {
    const fill = fillerOf(name);
    const source = fill === undefined ? '' : decodeXml(content);
    const filled = fill === undefined ? '' : fill(source, filler);
    parts[name] =
      filled === source ? content : new TextEncoder().encode(filled.replace(/encoding=(["'])utf-16\1/i, 'encoding="UTF-8"'));
  }
  // A fixed time makes the same document with the same values the same bytes, and its hash comparable.
  return { bytes: zipSync(parts, { mtime: '1980-01-01T00:00:00', level: 6 }), unknownTokens: [...unknown].sort() };
}
