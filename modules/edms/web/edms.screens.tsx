import './texts.ts';
import { lazy } from 'react';
import { screensFor } from '#kernel/web/screens/screens-for.ts';
import { Chain } from '../../../kernel/tasks/records/chain.ts';
import { Placeholder } from '../records/catalogue.ts';
import { Document } from '../records/document.ts';
import { Impact, Obsoletion, PeriodicReview } from '../records/relations.ts';
import { Version } from '../records/version.ts';
import { ImpactPanel } from './decisions/ImpactPanel.tsx';
import { ObsoletionPanel } from './decisions/ObsoletionPanel.tsx';
import { ReviewPanel } from './decisions/ReviewPanel.tsx';

const loadDocument = () => import('./document/DocumentPage.tsx');
const placeholder = () => import('./admin/PlaceholderPanels.tsx');
const draft = () => import('./forms/DraftInputs.tsx');
const steps = () => import('./admin/ChainSteps.tsx');
const recordType = () => import('./admin/RecordTypeInput.tsx');

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
      inputs: {
        source: lazy(() => draft().then((file) => ({ default: file.SourceInput }))),
        language: lazy(() => draft().then((file) => ({ default: file.LanguageInput }))),
        trueCopyVerifierId: lazy(() => draft().then((file) => ({ default: file.VerifierInput }))),
        trueCopyStatement: lazy(() => draft().then((file) => ({ default: file.StatementInput }))),
      },
      shown: {
        trueCopyVerifierId: (values) => values.source === 'SCANNED_COPY',
        trueCopyStatement: (values) => values.source === 'SCANNED_COPY',
      },
    },
    pages: [{ path: '/edms/versions/$id', load: () => loadDocument().then((file) => ({ default: file.VersionPage })) }],
  }),
  screensFor(Obsoletion, {
    record: {
      before: ObsoletionPanel,
    },
  }),
  screensFor(Impact, {
    record: { before: ImpactPanel },
  }),
  screensFor(PeriodicReview, {
    record: { before: ReviewPanel },
  }),
  screensFor(Placeholder, {
    list: { widths: { token: 220, field: 150 } },
    form: {
      inputs: { format: lazy(() => placeholder().then((file) => ({ default: file.FormatInput }))) },
      after: lazy(() => placeholder().then((file) => ({ default: file.PlaceholderFormPreview }))),
    },
    record: { after: lazy(() => placeholder().then((file) => ({ default: file.PlaceholderPreview }))) },
  }),
  // Chains belong to the kernel; documents are what they are written for, so their administrators find them here.
  screensFor(Chain, {
    form: {
      inputs: {
        steps: lazy(() => steps().then((file) => ({ default: file.ChainStepsInput }))),
        recordType: lazy(() => recordType().then((file) => ({ default: file.RecordTypeInput }))),
      },
    },
    record: {
      values: {
        steps: lazy(() => steps().then((file) => ({ default: file.ChainStepsValue }))),
        recordType: lazy(() => recordType().then((file) => ({ default: file.RecordTypeValue }))),
      },
    },
    pages: [
      { path: '/edms/chains', load: () => import('./admin/ChainsPage.tsx') },
      { path: '/edms/chains/$id', load: () => import('./admin/ChainPage.tsx') },
    ],
  }),
];
