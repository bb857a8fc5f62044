import { IconSearch } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { Fragment } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../api/queries.ts';
import { useLiveState } from '../live.ts';
import { Logo } from './logo.tsx';
import { type PageEntry, pages } from './pages.ts';
import { useSession } from './session.tsx';
import { UserArea } from './user-area.tsx';
import './navigation.css';

/** The main navigation; as a rail only its symbols, with their words for whoever cannot see them. */
export function Navigation({ rail, onSearch }: { rail: boolean; onSearch: () => void }) {
  const intl = useIntl();
  const { operator, rights } = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const mayOnboard = rights.includes('stations.onboard');
  const counts = useRead('/stations/counts', {}, { enabled: rights.includes('stations.see'), staleMs: 10_000 });
  const shown = pages.filter((page) => rights.includes(page.right));
  const inbox = mayOnboard ? (counts.data?.inbox ?? 0) : 0;
  const entry = (page: PageEntry) => {
    const name = intl.formatMessage({ id: `shell.nav.${page.id}` });
    const count = page.id === 'onboarding' && inbox > 0 ? inbox : undefined;
    const waiting = count ? intl.formatMessage({ id: 'shell.nav.waiting' }, { count }) : undefined;
    const current = path === page.to || path.startsWith(`${page.to}/`);
    const Icon = page.icon;
    return (
      <li key={page.id}>
        <Link
          to={page.to as never}
          className={current ? 'nav-link nav-current' : 'nav-link'}
          aria-current={current ? 'page' : undefined}
          title={rail ? name : undefined}
        >
          <Icon size={18} stroke={1.7} />
          <span className={rail ? 'sr' : 'grow clip'}>{name}</span>
          {count ? (
            <span className="nav-count num" aria-hidden>
              {count > 99 ? '99+' : count}
            </span>
          ) : null}
          {waiting ? <span className="sr">{waiting}</span> : null}
        </Link>
      </li>
    );
  };
  return (
    <nav className={rail ? 'nav nav-rail' : 'nav'} aria-label={intl.formatMessage({ id: 'shell.nav' })}>
      <div className="nav-brand">
        <Link to={'/stations' as never} aria-label="Voltyard" className="row">
          <Logo size={rail ? 24 : 25} />
          {rail ? null : <strong>Voltyard</strong>}
        </Link>
        {rail ? null : (
          <span className="nav-operator clip" title={operator.name}>
            {operator.name}
          </span>
        )}
      </div>
      <button
        type="button"
        className="nav-search"
        onClick={onSearch}
        {...(rail ? { 'aria-label': intl.formatMessage({ id: 'shell.search.label' }) } : {})}
        aria-keyshortcuts="Control+K"
      >
        <IconSearch size={16} stroke={1.9} aria-hidden />
        {rail ? null : (
          <>
            <span className="grow clip">
              <FormattedMessage id="shell.search" />
            </span>
            <kbd aria-hidden>Ctrl K</kbd>
          </>
        )}
      </button>
      <ul className="nav-list">{shown.filter((page) => page.group === 'work').map(entry)}</ul>
      {(['manage', 'administer'] as const).map((group) => {
        const inGroup = shown.filter((page) => page.group === group);
        if (inGroup.length === 0) return null;
        return (
          <Fragment key={group}>
            {rail ? (
              <hr className="nav-rule" />
            ) : (
              <p className="nav-group">
                <FormattedMessage id={`shell.nav.${group}`} />
              </p>
            )}
            <ul className="nav-list">{inGroup.map(entry)}</ul>
          </Fragment>
        );
      })}
      <div className="nav-foot">
        <LiveDot rail={rail} />
        <UserArea rail={rail} />
      </div>
    </nav>
  );
}

/** Do changes arrive by themselves right now? */
function LiveDot({ rail }: { rail: boolean }) {
  const intl = useIntl();
  const state = useLiveState();
  const word = intl.formatMessage({ id: `shell.live.${state}` });
  return (
    <p className={`nav-live nav-live-${state}`} title={rail ? word : undefined}>
      <i aria-hidden />
      <span className={rail ? 'sr' : undefined}>{word}</span>
    </p>
  );
}
