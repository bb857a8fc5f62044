import { type ReactNode, useEffect } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { AppearanceSwitch } from './appearance-switch.tsx';
import { languages, useLanguage } from './language.tsx';
import { Logo } from './logo.tsx';
import './gate.css';

/** The page before the console: sign-in and set-up. */
export function Gate({
  title,
  note,
  wide = false,
  children,
}: {
  title: string;
  note?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  const intl = useIntl();
  const { language, setLanguage } = useLanguage();
  useEffect(() => {
    document.title = `${title} · Voltyard`;
  }, [title]);
  return (
    <div className="gate">
      <header className="gate-top">
        <span className="row">
          <Logo size={26} />
          <strong>Voltyard</strong>
        </span>
        <span className="row push">
          <label>
            <span className="sr">{intl.formatMessage({ id: 'shell.user.language' })}</span>
            <select
              className="filter-select"
              value={language}
              onChange={(event) => setLanguage(event.target.value as (typeof languages)[number])}
            >
              {languages.map((each) => (
                <option key={each} value={each} lang={each}>
                  {intl.formatMessage({ id: `shell.language.${each}` })}
                </option>
              ))}
            </select>
          </label>
          <AppearanceSwitch />
        </span>
      </header>
      <main className={wide ? 'gate-card gate-wide' : 'gate-card'} id="main">
        <h1>{title}</h1>
        {note ? <p className="gate-note">{note}</p> : null}
        {children}
      </main>
    </div>
  );
}

/** Where one is on the way: "Step 2 of 3". */
export function GateSteps({ steps, current }: { steps: readonly string[]; current: number }) {
  return (
    <ol className="gate-steps">
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < current ? 'gate-done' : index === current ? 'gate-now' : undefined}
          aria-current={index === current ? 'step' : undefined}
        >
          <span className="gate-number num" aria-hidden>
            {index + 1}
          </span>
          <FormattedMessage id={step} />
        </li>
      ))}
    </ol>
  );
}
