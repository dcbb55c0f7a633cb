import { useNavigate, useSearch } from '@tanstack/react-router';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { usePublicInfo } from '#kernel/web/api/public-info.ts';
import { useSignIn } from '#kernel/web/api/session.ts';
import { ClockProvider } from '#kernel/web/i18n/clock.tsx';
import { SignInView } from './SignInView.tsx';

const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Only a path of this application: an address elsewhere would make sign-in an open redirect. */
export function safeBack(back: string | undefined): string {
  return back?.startsWith('/') && !back.startsWith('//') && !back.startsWith('/\\') ? back : '/';
}

/** Signs a person in and returns to where they were. */
export function SignInPage() {
  const { back, reason } = useSearch({ from: '/sign-in' });
  const info = usePublicInfo();
  const signIn = useSignIn();
  const navigate = useNavigate();
  const failure = signIn.error instanceof ApiProblem ? signIn.error.problem : undefined;
  return (
    <ClockProvider zone={info.data?.zone ?? deviceZone}>
      <SignInView
        info={info.data ?? {}}
        wasIdle={reason === 'idle'}
        draftOf={localStorage.getItem('plumbline.draft.last') ?? undefined}
        failure={failure}
        isBusy={signIn.isPending}
        onSubmit={async (credentials) => {
          await signIn.mutateAsync(credentials).then(
            () => navigate({ href: safeBack(back) }),
            () => undefined,
          );
        }}
      />
    </ClockProvider>
  );
}
