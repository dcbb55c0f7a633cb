import './texts.ts';
import { screensFor } from '#kernel/web/screens/screens-for.ts';
import { Document } from '../records/document.ts';
import { Version } from '../records/version.ts';

const loadDocument = () => import('./document/DocumentPage.tsx');

// The page of a document and of one of its versions is the same: what is written, reviewed and signed is the version.
export default [
  screensFor(Document, {
    list: {
      widths: { typeId: 150, label: 72 },
      views: [
        { key: 'in-force', label: { en: 'In force', fr: 'En vigueur' }, search: { state: 'EFFECTIVE,PENDING_OBSOLETION' } },
        { key: 'in-preparation', label: { en: 'In preparation', fr: 'En préparation' }, search: { state: 'DRAFT' } },
      ],
    },
    record: {
      commands: {
        share: { label: { en: 'Share', fr: 'Partager' } },
        unshare: { label: { en: 'End share', fr: 'Mettre fin au partage' } },
        'transfer-owner': { label: { en: 'Transfer ownership', fr: 'Transférer la propriété' } },
      },
    },
    pages: [
      { path: '/edms', load: () => import('./dashboard/DashboardPage.tsx') },
      { path: '/edms/documents/$id', load: loadDocument },
    ],
  }),
  screensFor(Version, {
    list: { widths: { label: 72 } },
    record: { commands: { reassign: { label: { en: 'Reassign', fr: 'Réattribuer' } } } },
    form: {
      shown: {
        trueCopyVerifierId: (values) => values.source === 'SCANNED_COPY',
        trueCopyStatement: (values) => values.source === 'SCANNED_COPY',
      },
    },
    pages: [{ path: '/edms/versions/$id', load: () => loadDocument().then((file) => ({ default: file.VersionPage })) }],
  }),
];
