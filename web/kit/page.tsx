import { type ReactNode, useEffect } from 'react';
import './page.css';

/** Title, one line about it, actions at the right; names the browser's tab. `fill`: the page has the window's height. */
export function Page({
  title,
  note,
  actions,
  children,
  fill = false,
  name,
}: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  fill?: boolean;
  name?: string;
}) {
  useEffect(() => {
    const text = name ?? (typeof title === 'string' ? title : '');
    document.title = text ? `${text} · Voltyard` : 'Voltyard';
  }, [name, title]);
  return (
    <div className={`page${fill ? ' page-fill' : ''}`}>
      <header className="page-head">
        <div className="grow">
          <h1>{title}</h1>
          {note ? <p className="page-note">{note}</p> : null}
        </div>
        {actions ? <div className="row-wrap">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}
