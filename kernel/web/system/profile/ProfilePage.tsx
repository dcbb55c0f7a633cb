import { useSession } from '../../api/session.ts';
import { Tabs } from '../../record/Tabs.tsx';
import { Page } from '../parts/Page.tsx';
import { useSearchState } from '../parts/use-search.ts';
import { useSystemText } from '../texts.ts';
import { ContactTab } from './ContactTab.tsx';
import { DelegationsTab } from './DelegationsTab.tsx';
import { PreferencesTab } from './PreferencesTab.tsx';
import css from './profile.module.css';
import { SignatureTab } from './SignatureTab.tsx';
import { SignInTab } from './SignInTab.tsx';

/** What people see and change about themselves; name, department and roles are not theirs to change (USR-22). */
export function ProfilePage() {
  const s = useSystemText();
  const session = useSession().data;
  const [search, setSearch] = useSearchState();
  if (!session) return null;
  return (
    <Page isWide title={session.user.name} note={session.user.username}>
      <div className={css.tabs}>
        <Tabs
          value={search.tab ?? 'contact'}
          onChange={(tab) => setSearch({ tab: tab === 'contact' ? undefined : tab })}
          tabs={[
            { key: 'contact', label: s('profile.tab.contact'), content: <ContactTab session={session} /> },
            { key: 'sign-in', label: s('profile.tab.signIn'), content: <SignInTab session={session} /> },
            { key: 'signature', label: s('profile.tab.signature'), content: <SignatureTab session={session} /> },
            { key: 'notifications', label: s('profile.tab.notifications'), content: <PreferencesTab /> },
            { key: 'delegations', label: s('profile.tab.delegations'), content: <DelegationsTab session={session} /> },
          ]}
        />
      </div>
    </Page>
  );
}
