export {
  type AttachmentRow,
  attach,
  attachmentFor,
  attachmentsOf,
  attachReceived,
  createFileLister,
  mayAttach,
  type Placement,
  uploadLimits,
  withdrawAttachment,
} from './attach.ts';
export * from './content/index.ts';
export { contentDisposition, downloadAttachment, type OpenFile, openAttachment } from './download.ts';
export { DamagedFile, damagedFiles, reportingDamage } from './integrity.ts';
export { files } from './module.ts';
export { plainBytes, type ReceivedFile, receiveFile, type Upload, type UploadLimits } from './receive.ts';
export { Attachment } from './records/attachment.ts';
export { type FileRoutesOptions, fileRoutes } from './routes.ts';
export { fileRules } from './rules.ts';
export { clamdScanner, noScanner, type VirusScanner } from './scan.ts';
export { filesServer } from './server.ts';
export * from './store/index.ts';
