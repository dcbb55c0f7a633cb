import type { Acts } from '#kernel/web/record/useActs.tsx';
import type { Shown } from '../document/DocumentView.tsx';
import type { Asked } from '../document/useDocumentActions.tsx';
import { ApproveDialog } from './ApproveDialog.tsx';
import { DownloadDialog } from './DownloadDialog.tsx';
import { ObsoletionDialog } from './ObsoletionDialog.tsx';
import { ReassignDialog } from './ReassignDialog.tsx';
import { RouteDialog } from './RouteDialog.tsx';

interface DialogsProps {
  readonly asked: Asked;
  readonly shown: Shown;
  readonly versionActs: Acts;
  readonly documentActs: Acts;
  readonly onClose: () => void;
}

/** The dialog that is open; each asks what its act needs, then the signature dialog follows. */
export function Dialogs({ asked, shown, versionActs, documentActs, onClose }: DialogsProps) {
  switch (asked.kind) {
    case 'route':
      return <RouteDialog shown={shown} verb={asked.verb} stage={asked.stage} acts={versionActs} onClose={onClose} />;
    case 'approve':
      return <ApproveDialog shown={shown} acts={versionActs} onClose={onClose} />;
    case 'obsoletion':
      return shown.document ? <ObsoletionDialog document={shown.document} acts={documentActs} onClose={onClose} /> : null;
    case 'reassign':
      return <ReassignDialog shown={shown} onClose={onClose} />;
    case 'download':
      return <DownloadDialog version={shown.version} hasFile={hasOriginal(shown)} onClose={onClose} />;
  }
}

const hasOriginal = ({ files }: Shown): boolean => files.some((file) => file.role === 'ORIGINAL' && file.state === 'CURRENT');
