import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { Document, Page, pdfjs } from 'react-pdf';
import 'react-pdf/dist/Page/TextLayer.css';

// The library draws on a thread of its own, from our own origin.
pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;

/** The reader of PDF pages: far larger than the rest of the module, so it is a chunk that only the pages ask for. */
export { Document as PdfDocument, Page as PdfPage };
