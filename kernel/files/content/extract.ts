import { officeText } from './office-text.ts';
import { pdfText } from './pdf-text.ts';
import { UploadRefused } from './refused.ts';
import { knownTypes } from './sniff.ts';
import { XmlRefused } from './xml.ts';

/** What the search index and the record get to know of a file's content. */
export type ExtractedText = {
  readonly text: string;
  readonly words: number;
  /** Where the format knows pages: a PDF's own, or the count a Word or PowerPoint file carries. */
  readonly pages?: number;
  /** The text was longer than the limit. */
  readonly truncated: boolean;
};

/** A file of a readable type whose text cannot be read: damaged, or locked with a password. It can be stored all the same. */
export class TextUnreadable extends Error {
  override readonly name = 'TextUnreadable';
  readonly rule = 'file.text.unreadable';
}

/** Characters kept; enough for a thousand pages and below what PostgreSQL's full text index takes. */
const MAX_CHARACTERS = 900_000;

const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’.,_-](?=[\p{L}\p{N}]))*/gu;

/** Words of a text; each Han or Kana character counts as one. */
export function countWords(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(WORD)) count += 1;
  return count;
}

/** UTF-8 or UTF-16 by its mark; what is not UTF-8 is read as Windows-1252, which is what most other plain text is. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

async function textOfType(bytes: Uint8Array, mime: string): Promise<{ text: string; pages?: number } | undefined> {
  if (mime === knownTypes.pdf) return pdfText(bytes, MAX_CHARACTERS);
  if (mime === knownTypes.docx) return officeText(bytes, 'docx');
  if (mime === knownTypes.xlsx) return officeText(bytes, 'xlsx');
  if (mime === knownTypes.pptx) return officeText(bytes, 'pptx');
  if (mime === knownTypes.txt) return { text: decodeText(bytes) };
  return undefined;
}

/**
 * Text, word count and page count of a file for search and for the record (EDMS-34). Undefined for types without readable text
 * (pictures, the old binary office formats, RTF).
 * @throws TextUnreadable
 */
export async function extractText(bytes: Uint8Array, mime: string): Promise<ExtractedText | undefined> {
  let found: { text: string; pages?: number } | undefined;
  try {
    found = await textOfType(bytes, mime);
  } catch (error) {
    if (error instanceof UploadRefused || error instanceof XmlRefused) throw new TextUnreadable(error.message);
    // pdf.js has its own error classes for damage and passwords; anything else is a fault of ours and must show.
    if (
      mime === knownTypes.pdf &&
      error instanceof Error &&
      /^(InvalidPDF|Password|MissingPDF|Format|UnknownError|XRef)/.test(error.name)
    ) {
      throw new TextUnreadable(error.message);
    }
    throw error;
  }
  if (found === undefined) return undefined;
  // A NUL cannot be stored in PostgreSQL text.
  const text = found.text.toWellFormed().replaceAll('\0', '').slice(0, MAX_CHARACTERS);
  return { ...found, text, words: countWords(text), truncated: found.text.length > MAX_CHARACTERS };
}
