import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '@mantine/core/styles.layer.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/mantine.css';
import './kit/card.css';
import './kit/filter-bar.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isApiError } from './api/problem.ts';
import { keyOf } from './api/queries.ts';
import { Appearance } from './shell/appearance.tsx';
import { LanguageProvider } from './shell/language.tsx';
import { router } from './shell/router.tsx';

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended elsewhere: the console asks who is signed in, and shows the sign-in.
    onError: (error, query) => {
      if (isApiError(error, 'session.missing') && query.queryKey[0] !== '/session')
        void client.invalidateQueries({ queryKey: keyOf('/session').slice(0, 1) });
    },
  }),
  defaultOptions: {
    queries: {
      // Live events renew what changes; coming back to the page asks again what is older than this.
      staleTime: 5000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && isApiError(error) && (error.status === 0 || error.status >= 500),
    },
  },
});

// After an update of the server the chunks of this page are gone: the new page has the new ones. At most once a minute.
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('voltyard.reloaded') ?? 0);
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem('voltyard.reloaded', String(Date.now()));
  location.reload();
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Appearance>
      <LanguageProvider>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </Appearance>
  </StrictMode>,
);
