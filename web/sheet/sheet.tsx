import { Navigate, useParams } from '@tanstack/react-router';
import { type ComponentType, type LazyExoticComponent, lazy, Suspense, useEffect } from 'react';
import { useIntl } from 'react-intl';
import { type TabEntry, type TabProps, tabs } from '../../src/features/tabs.ts';
import { useRead } from '../api/queries.ts';
import { ProblemState } from '../kit/problem.tsx';
import { SkeletonCard } from '../kit/skeleton.tsx';
import { useWatch } from '../live.ts';
import { useSession } from '../shell/session.tsx';
import { textsOf, WithTexts } from '../shell/with-texts.tsx';
import { CommandsScope } from './commands-view.tsx';
import { FaultBoundary } from './fault-boundary.tsx';
import { Head, HeadSkeleton } from './head.tsx';
import { Notice } from './notice.tsx';
import { TabRail } from './tab-rail.tsx';
import { texts as sheetTexts } from './texts.ts';
import './sheet.css';

const NotAllowed = lazy(() => import('../shell/not-allowed.tsx'));

/** Each tab with its words, in a chunk of its own. */
const screens = new Map<string, LazyExoticComponent<ComponentType<TabProps>>>();
function screenOf(entry: TabEntry): LazyExoticComponent<ComponentType<TabProps>> {
  let screen = screens.get(entry.id);
  if (!screen) {
    screen = lazy(async () => {
      const [{ Tab }, module] = await Promise.all([entry.load(), entry.texts()]);
      const texts = textsOf(module);
      return {
        default: (props: TabProps) => (
          <WithTexts texts={texts}>
            <Tab {...props} />
          </WithTexts>
        ),
      };
    });
    screens.set(entry.id, screen);
  }
  return screen;
}

export default function SheetPage() {
  return (
    <WithTexts texts={sheetTexts}>
      <CommandsScope>
        <Sheet />
      </CommandsScope>
    </WithTexts>
  );
}

/** The data sheet of one station: head, rail of tabs, the open tab. */
function Sheet() {
  const { stationId: text, tab } = useParams({ strict: false }) as { stationId: string; tab: string };
  const stationId = Number(text);
  const intl = useIntl();
  const known = Number.isSafeInteger(stationId) && stationId > 0;
  const station = useRead('/stations/:stationId', { params: { stationId } }, { enabled: known });
  useWatch(station.data ? stationId : undefined);
  const { rights } = useSession();
  const allowed = tabs.filter((each) => rights.includes(each.right));
  const entry = allowed.find((each) => each.id === tab);
  const tabName = entry ? intl.formatMessage({ id: `sheet.tab.${entry.id}` }) : '';
  useEffect(() => {
    if (station.data) document.title = `${station.data.name} · ${tabName} · Voltyard`;
  }, [station.data, tabName]);

  if (station.error && !station.data)
    return <ProblemState page error={station.error} onRetry={() => void station.refetch()} />;
  const hidden = tabs.find((each) => each.id === tab && !rights.includes(each.right));
  if (!entry && !hidden)
    return allowed[0] ? <Navigate to={`/stations/${text}/${allowed[0].id}` as never} replace /> : null;
  const Screen = entry && screenOf(entry);
  return (
    <div className="sheet">
      {station.data ? <Head station={station.data} stationId={stationId} /> : <HeadSkeleton />}
      <TabRail stationId={stationId} current={tab} station={station.data} />
      <section className="sheet-content" aria-label={tabName} id="tab">
        {station.data ? <Notice station={station.data} stationId={stationId} /> : null}
        {Screen === undefined ? (
          <Suspense fallback={<SkeletonCard lines={6} />}>
            <NotAllowed what={intl.formatMessage({ id: `sheet.tab.${tab}` })} />
          </Suspense>
        ) : station.data ? (
          <FaultBoundary key={`${stationId}.${tab}`}>
            <Suspense fallback={<SkeletonCard lines={6} />}>
              <Screen stationId={stationId} station={station.data} />
            </Suspense>
          </FaultBoundary>
        ) : (
          <SkeletonCard lines={6} />
        )}
      </section>
    </div>
  );
}
