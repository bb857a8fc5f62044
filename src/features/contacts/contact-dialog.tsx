import { useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Skeleton } from '../../../web/kit/skeleton.tsx';
import { ContactForm } from './contact-form.tsx';

/** A new contact, or one that is there with its stations. */
export function ContactDialog({
  contactId,
  onClose,
  onSaved,
}: {
  contactId: number | undefined;
  onClose: () => void;
  onSaved: () => void;
}) {
  const intl = useIntl();
  const read = useRead(
    '/contacts/:contactId',
    { params: { contactId: contactId ?? 0 } },
    { enabled: contactId !== undefined },
  );
  const title = intl.formatMessage({ id: contactId === undefined ? 'contacts.add' : 'contacts.one' });
  return (
    <Dialog opened onClose={onClose} title={title} size={560}>
      {contactId === undefined ? (
        <ContactForm onClose={onClose} onSaved={onSaved} />
      ) : read.error ? (
        <ProblemState error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data ? (
        <ContactForm key={read.dataUpdatedAt} contact={read.data} onClose={onClose} onSaved={onSaved} />
      ) : (
        <Skeleton />
      )}
    </Dialog>
  );
}
