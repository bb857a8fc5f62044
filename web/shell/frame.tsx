import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { CommandTray } from '../kit/command-button.tsx';
import { useLiveState, useLiveStream } from '../live.ts';
import { Logo } from './logo.tsx';
import { Navigation } from './navigation.tsx';
import { useSession } from './session.tsx';
import './frame.css';

// Rarely open: they come when they are asked for.
const Palette = lazy(() => import('./palette.tsx'));
const ViewingBar = lazy(() => import('./viewing-bar.tsx'));
const NavigationDrawer = lazy(() => import('./navigation-drawer.tsx'));

/** Navigation, search, live state and the page. On station pages the navigation is a rail of 56 px. */
export function Frame({ children }: { children: ReactNode }) {
  const intl = useIntl();
  const { viewing } = useSession();
  const [searching, setSearching] = useState(false);
  const [menu, setMenu] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const rail = /^\/stations\/[^/]+/.test(path);
  useLiveStream();
  useSearchKeys(() => setSearching(true));
  useFocusOnPage(main, path);
  useEffect(() => setMenu(path === ''), [path]);
  const search = () => {
    setMenu(false);
    setSearching(true);
  };
  return (
    <CommandTray>
      <a className="skip" href="#main">
        <FormattedMessage id="shell.skip" />
      </a>
      <div className={rail ? 'frame frame-rail' : 'frame'}>
        <div className="frame-side">
          <Navigation rail={rail} onSearch={search} />
        </div>
        <header className="frame-top">
          <button
            type="button"
            className="frame-button"
            aria-label={intl.formatMessage({ id: 'shell.menu.open' })}
            onClick={() => setMenu(true)}
          >
            <IconMenu2 size={20} aria-hidden />
          </button>
          <Logo size={24} />
          <strong className="grow">Voltyard</strong>
          <button
            type="button"
            className="frame-button"
            aria-label={intl.formatMessage({ id: 'shell.search.label' })}
            onClick={search}
          >
            <IconSearch size={19} aria-hidden />
          </button>
        </header>
        <main className="frame-main" id="main" ref={main} tabIndex={-1}>
          <LostNotice />
          {viewing ? (
            <Suspense>
              <ViewingBar />
            </Suspense>
          ) : null}
          {children}
        </main>
      </div>
      <Suspense>
        {menu ? <NavigationDrawer onClose={() => setMenu(false)} onSearch={search} /> : null}
        {searching ? <Palette onClose={() => setSearching(false)} /> : null}
      </Suspense>
    </CommandTray>
  );
}

/** Old numbers must not look like live ones. */
function LostNotice() {
  const state = useLiveState();
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (state !== 'waiting') {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <div role="status">
      {late ? (
        <p className="frame-lost">
          <FormattedMessage id="shell.live.lost" />
        </p>
      ) : null}
    </div>
  );
}

/** Ctrl+K anywhere, and / outside of fields. */
function useSearchKeys(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement | null)?.closest('input,textarea,select,[contenteditable]');
      const wanted =
        ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') ||
        (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey);
      if (!wanted) return;
      event.preventDefault();
      open();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open]);
}

/** A new page is read from its beginning: the focus follows, unless the page has taken it itself. */
function useFocusOnPage(main: React.RefObject<HTMLElement | null>, path: string): void {
  const before = useRef(path);
  useEffect(() => {
    const within = (text: string) => text.split('/').slice(0, 3).join('/');
    if (within(before.current) !== within(path)) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [main, path]);
}
