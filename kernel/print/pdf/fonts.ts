import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedFont, PDF } from '@libpdf/core';

/** The three faces of everything that is printed. */
export type Face = 'regular' | 'strong' | 'mono';

/** A piece of text set in one font file. */
export type Run = { readonly font: string; readonly text: string };

const own = (name: string): string => fileURLToPath(new URL(`../fonts/${name}.ttf`, import.meta.url));
const faces: Readonly<Record<Face, string>> = {
  regular: own('IBMPlexSans-Regular'),
  strong: own('IBMPlexSans-SemiBold'),
  mono: own('IBMPlexMono-Regular'),
};

/**
 * The faces by the name runs carry, each with some zeros after its end: the reader inside pdfkit looks up the outline of an
 * empty glyph (the space) behind the last table of IBM Plex Mono and would fail there.
 */
export function faceFiles(): ReadonlyMap<string, Uint8Array> {
  faceBytes ??= new Map(Object.values(faces).map((path) => [path, Buffer.concat([readFileSync(path), Buffer.alloc(16)])]));
  return faceBytes;
}
let faceBytes: ReadonlyMap<string, Uint8Array> | undefined;

/** Where operating systems keep fonts with the scripts Plex has not (Chinese, Japanese, Korean, Arabic, symbols). */
const SYSTEM_FONTS = [
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  '/usr/share/fonts/opentype/noto/NotoSansCJKsc-Regular.otf',
  '/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf',
  '/System/Library/Fonts/Supplemental/Arial Unicode.ttf',
  'C:\\Windows\\Fonts\\arial.ttf',
  'C:\\Windows\\Fonts\\simhei.ttf',
  'C:\\Windows\\Fonts\\malgun.ttf',
];

const loaded = new Map<string, EmbeddedFont>();
function fontFile(path: string): EmbeddedFont {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const font = PDF.create().embedFont(new Uint8Array(readFileSync(path)));
  loaded.set(path, font);
  return font;
}

let fallbacks: readonly string[] | undefined;
/** TrueType or OpenType files (no collections) tried in order; PLUMBLINE_PRINT_FONTS names a site's own, before the system's. */
function fallbackFonts(): readonly string[] {
  const named = (process.env.PLUMBLINE_PRINT_FONTS ?? '').split(delimiter).filter((path) => path !== '');
  fallbacks ??= [...named, ...SYSTEM_FONTS].filter((path) => existsSync(path));
  return fallbacks;
}

const chosen = new Map<string, string | undefined>();
function fontFor(character: string, face: Face): string | undefined {
  const key = `${face} ${character}`;
  if (chosen.has(key)) return chosen.get(key);
  const candidates = [faces[face], faces.regular, ...fallbackFonts()];
  const font = candidates.find((path) => fontFile(path).canEncode(character));
  chosen.set(key, font);
  return font;
}

const INVISIBLE = /(?![\t\n])\p{Cc}|\p{Cf}/gu;

/**
 * Splits a line into runs by the font that has its characters. A character no font has is printed as its code point (`U+5F20`):
 * a box or a question mark in a name would be a wrong record, and a missing one worse.
 */
export function runsOf(text: string, face: Face): readonly Run[] {
  const runs: { font: string; text: string }[] = [];
  for (const character of text
    .toWellFormed()
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/[\t\n]/g, ' ')) {
    const found = fontFor(character, face);
    const shown =
      found === undefined ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` : character;
    const font = found ?? faces[face];
    const last = runs.at(-1);
    if (last?.font === font) last.text += shown;
    else runs.push({ font, text: shown });
  }
  return runs;
}
