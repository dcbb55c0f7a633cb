export { countWords, decodeText, type ExtractedText, extractText, TextUnreadable } from './extract.ts';
export { MAX_PIXELS, type PictureSize, pictureSize } from './picture.ts';
export { UploadRefused, type UploadRule } from './refused.ts';
export { extensionOf, knownTypes, type SniffedType, type SniffOptions, sniffType } from './sniff.ts';
export { decodeXml, escapeXml, localName, scanXml, textOf, XmlRefused, type XmlToken } from './xml.ts';
export { type ArchiveEntry, archiveLimits, inspectArchive, unpackArchive } from './zip.ts';
