import { useRead } from '../../../web/api/queries.ts';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { Own, Server, Trusted } from './authorities.tsx';
import { OfStations } from './of-stations.tsx';
import { texts } from './texts.ts';
import { useWord } from './words.tsx';
import './certificates.css';

export default function CertificatesPage() {
  return (
    <WithTexts texts={texts}>
      <Overview />
    </WithTexts>
  );
}

/** What ends when, and who may vouch for stations and for contracts of cars. */
function Overview() {
  const word = useWord();
  const read = useRead('/certificates/authorities');
  return (
    <Page title={word('title')} note={word('note')}>
      <div className="certificates">
        <div className="certificates-beside">
          <OfStations />
          {read.data ? (
            <div className="certificates-trust">
              <Trusted authorities={read.data} vouchesFor="stations" />
              <Trusted authorities={read.data} vouchesFor="contracts" />
            </div>
          ) : null}
        </div>
        <div className="certificates-beside">
          {read.error ? <ProblemState error={read.error} onRetry={() => void read.refetch()} /> : null}
          {read.data ? (
            <>
              <Server authorities={read.data} />
              <Own authorities={read.data} />
            </>
          ) : read.error ? null : (
            <SkeletonCard lines={6} />
          )}
        </div>
      </div>
    </Page>
  );
}
