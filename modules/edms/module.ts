import { defineModule } from '#kernel/schema';
import { Category, DocumentType, Placeholder } from './records/catalogue.ts';
import { Document } from './records/document.ts';
import { Dependency, Download, Impact, Obsoletion, PeriodicReview } from './records/relations.ts';
import { Version } from './records/version.ts';

/** Controlled documents, from placeholder to obsolescence. */
export const edms = defineModule({
  id: 'edms',
  label: { en: 'Documents', fr: 'Documents' },
  icon: 'file-text',
  dependsOn: [],
  records: [DocumentType, Category, Placeholder, Document, Version, Dependency, Obsoletion, Impact, PeriodicReview, Download],
  nav: [
    { label: { en: 'My documents', fr: 'Mes documents' }, path: '/edms', needs: 'edms.document.read' },
    { label: { en: 'All documents', fr: 'Tous les documents' }, path: '/edms/documents', needs: 'edms.document.read' },
    { label: { en: 'In process', fr: 'En cours' }, path: '/edms/versions', needs: 'edms.version.edit' },
    { label: { en: 'Obsoletions', fr: 'Retraits' }, path: '/edms/obsoletions', needs: 'edms.obsoletion.approve' },
    {
      label: { en: 'Periodic reviews', fr: 'Revues périodiques' },
      path: '/edms/periodic-reviews',
      needs: 'edms.periodic-review.read',
    },
    { label: { en: 'Download log', fr: 'Journal des téléchargements' }, path: '/edms/downloads', needs: 'edms.download.read' },
    { label: { en: 'Document types', fr: 'Types de documents' }, path: '/edms/document-types', needs: 'edms.document-type.edit' },
    { label: { en: 'Categories', fr: 'Catégories' }, path: '/edms/categories', needs: 'edms.category.edit' },
    { label: { en: 'Approval chains', fr: 'Circuits d’approbation' }, path: '/edms/chains', needs: 'tasks.chain.publish' },
    { label: { en: 'Placeholders', fr: 'Champs de fusion' }, path: '/edms/placeholders', needs: 'edms.placeholder.edit' },
  ],
});
