import { lazy, Suspense, useState } from 'react';
import type { UrlValues } from '../../../web/kit/url-state.ts';
import { ViewsButton } from './views-button.tsx';

const load = () => import('./views-menu.tsx');
const ViewsMenu = lazy(load);

/** Filters, sorting and columns under a name. The menu comes when it is asked for. */
export function SavedViews({ values }: { values: UrlValues }) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <ViewsButton aria-haspopup="menu" onPointerEnter={load} onFocus={load} onClick={() => setWanted(true)} />
  );
  return wanted ? (
    <Suspense fallback={button}>
      <ViewsMenu values={values} />
    </Suspense>
  ) : (
    button
  );
}
