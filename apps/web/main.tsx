import '#kernel/web/theme/styles.ts';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from '#kernel/web/api/query-client.ts';
import { startTranslations } from '#kernel/web/i18n/index.ts';
import { cssVariablesResolver, theme } from '#kernel/web/theme/theme.ts';
import { layers } from '#kernel/web/theme/tokens.ts';
import { router } from './router.tsx';

await startTranslations();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notifications position="bottom-right" limit={3} zIndex={layers.toast} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
