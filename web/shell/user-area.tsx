import { lazy, Suspense, useState } from 'react';
import { AppearanceSwitch } from './appearance-switch.tsx';
import { UserButton } from './user-button.tsx';

const load = () => import('./user-menu.tsx');
const UserMenu = lazy(load);

/** The foot of the navigation: the person, whose menu comes when it is asked for, and light or dark. */
export function UserArea({ rail }: { rail: boolean }) {
  const [wanted, setWanted] = useState(false);
  const button = <UserButton rail={rail} onPointerEnter={load} onFocus={load} onClick={() => setWanted(true)} />;
  return (
    <div className={rail ? 'user user-rail' : 'user'}>
      {wanted ? (
        <Suspense fallback={button}>
          <UserMenu rail={rail} />
        </Suspense>
      ) : (
        button
      )}
      {rail ? null : <AppearanceSwitch />}
    </div>
  );
}
