/**
 * A lexer for the XML inside office files. It keeps every byte of the source addressable, so that an edit changes the text it
 * means to change and nothing else (a parse-and-serialise library rewrites namespaces, quotes and entities of the whole part).
 * A document type declaration is refused: office files have none, and entities are how XML readers are attacked.
 */
export type XmlToken = {
  readonly kind: 'text' | 'cdata' | 'open' | 'close' | 'empty' | 'other';
  /** Position of the token's source: `source.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
  /** Qualified name (`w:t`) of tags, empty for the other kinds. */
  readonly name: string;
};

export class XmlRefused extends Error {
  override readonly name = 'XmlRefused';
}

const TAG = /<(\/?)([^\s/>"'=<]+)((?:\s+[^\s=<>"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;

function closing(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  if (at < 0) throw new XmlRefused(`"${mark}" is missing`);
  return at + mark.length;
}

function markup(source: string, start: number): XmlToken {
  if (source.startsWith('<!--', start)) return { kind: 'other', start, end: closing(source, '-->', start + 4), name: '' };
  if (source.startsWith('<![CDATA[', start)) return { kind: 'cdata', start, end: closing(source, ']]>', start), name: '' };
  if (source.startsWith('<?', start)) return { kind: 'other', start, end: closing(source, '?>', start), name: '' };
  if (source.startsWith('<!', start)) throw new XmlRefused('document type declarations are not accepted');
  TAG.lastIndex = start;
  const match = TAG.exec(source);
  if (match === null) throw new XmlRefused(`malformed tag at ${start}`);
  const [, slash, name = '', , selfClosed] = match;
  const kind = slash === '/' ? 'close' : selfClosed === '/' ? 'empty' : 'open';
  return { kind, start, end: TAG.lastIndex, name };
}

/**
 * Splits well-formed XML into tokens; their sources joined are the input.
 * @throws XmlRefused for a document type declaration, a malformed tag or tags that do not nest.
 */
export function scanXml(source: string): readonly XmlToken[] {
  const tokens: XmlToken[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < source.length) {
    const next = source.indexOf('<', at);
    const textEnd = next < 0 ? source.length : next;
    if (textEnd > at) tokens.push({ kind: 'text', start: at, end: textEnd, name: '' });
    if (next < 0) break;
    const token = markup(source, next);
    if (token.kind === 'open') open.push(token.name);
    if (token.kind === 'close' && open.pop() !== token.name) throw new XmlRefused(`</${token.name}> closes nothing`);
    tokens.push(token);
    at = token.end;
  }
  if (open.length > 0) throw new XmlRefused(`<${open.at(-1)}> is not closed`);
  return tokens;
}

/** Name without its namespace prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function codePoint(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/** The characters a text or CDATA token stands for. An entity XML does not define stays as written. */
export function textOf(source: string, token: XmlToken): string {
  const raw = source.slice(token.start, token.end);
  if (token.kind === 'cdata') return raw.slice('<![CDATA['.length, -']]>'.length);
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]+));/g, (whole, hex, decimal, name) => {
    if (hex !== undefined) return codePoint(hex, 16);
    if (decimal !== undefined) return codePoint(decimal, 10);
    return NAMED[name] ?? whole;
  });
}

// Control characters XML 1.0 cannot hold even escaped; one of them makes Word call the whole file damaged.
const NOT_XML = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;

/** Text made safe to stand between tags. */
export function escapeXml(text: string): string {
  return text.toWellFormed().replace(NOT_XML, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Decodes a part: UTF-8, or UTF-16 where a byte order mark says so. */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
