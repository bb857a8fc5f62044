import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { AccountSteps } from './account-steps.tsx';
import { FirstStation } from './first-station.tsx';
import { texts } from './texts.ts';

export type SetupState = Reply<RouteAt<'GET', '/setup'>>;

/** The first start: administrator, operator, first station. */
export default function SetupPage({ setup, signedIn = false }: { setup: SetupState; signedIn?: boolean }) {
  return <WithTexts texts={texts}>{signedIn ? <FirstStation setup={setup} /> : <AccountSteps />}</WithTexts>;
}
