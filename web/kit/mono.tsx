import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { NotReported } from './not-reported.tsx';
import './mono.css';

/** Puts text on the clipboard and says for two seconds that it did. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const intl = useIntl();
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copyBySelection(text);
    }
    setDone(true);
    setTimeout(() => setDone(false), 2000);
  };
  return (
    <button
      type="button"
      className="copy"
      onClick={copy}
      aria-label={
        done ? intl.formatMessage({ id: 'kit.copied' }) : (label ?? intl.formatMessage({ id: 'kit.copy' }, { text }))
      }
    >
      {done ? <IconCheck size={13} stroke={2} aria-hidden /> : <IconCopy size={13} stroke={1.7} aria-hidden />}
    </button>
  );
}

/** The clipboard API needs a secure context; on plain http the old way still works. */
function copyBySelection(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** An identifier, with a copy button where `copy` is set. */
export function Mono({ children, copy = false }: { children: string | number | null | undefined; copy?: boolean }) {
  if (children === null || children === undefined || children === '') return <NotReported />;
  return (
    <span className="mono-box">
      <span className="mono">{children}</span>
      {copy ? <CopyButton text={String(children)} /> : null}
    </span>
  );
}
