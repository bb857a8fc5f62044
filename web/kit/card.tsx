import { type ReactNode, useId } from 'react';

/** A titled part of a page. `flush`: the content reaches the edges (tables, grids). */
export function Card({
  title,
  note,
  actions,
  children,
  flush = false,
  className,
}: {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  flush?: boolean;
  className?: string;
}) {
  const id = useId();
  return (
    <section
      className={`card${flush ? ' card-flush' : ''}${className ? ` ${className}` : ''}`}
      {...(title ? { 'aria-labelledby': id } : {})}
    >
      {title || actions ? (
        <header className="card-head">
          <div className="grow">
            {title ? <h2 id={id}>{title}</h2> : null}
            {note ? <p className="card-note">{note}</p> : null}
          </div>
          {actions ? <div className="card-actions">{actions}</div> : null}
        </header>
      ) : null}
      <div className="card-body">{children}</div>
    </section>
  );
}
