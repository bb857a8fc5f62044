import { useEffect, useState } from 'react';

/** The element to come back to: what has the focus, or the button whose menu it is in. */
function origin(): HTMLElement | undefined {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return undefined;
  const menu = active.closest('[role="menu"]');
  return (menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : active) ?? undefined;
}

/** For what is mounted while it is open: gives the focus back to where it was before. */
export function useReturnFocus(): void {
  const [before] = useState(origin);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && before?.isConnected) before.focus();
      });
    },
    [before],
  );
}
