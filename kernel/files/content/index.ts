export { MAX_PIXELS, type PictureSize, pictureSize } from './picture.ts';
export { UploadRefused, type UploadRule } from './refused.ts';
export { decodeXml, escapeXml, localName, scanXml, textOf, XmlRefused, type XmlToken } from './xml.ts';
export { type ArchiveEntry, archiveLimits, inspectArchive, unpackArchive } from './zip.ts';
