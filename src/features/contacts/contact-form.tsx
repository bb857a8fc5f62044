import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import type { ContactDetail } from './contract.ts';

const kinds: readonly ContactDetail['kind'][] = ['technician', 'owner', 'serviceCompany', 'other'];

/** What is known of a contact; who may not change it, or not see people, reads what they may. */
export function ContactForm({
  contact,
  onClose,
  onSaved,
}: {
  contact?: ContactDetail;
  onClose: () => void;
  onSaved: () => void;
}) {
  const intl = useIntl();
  const mayChange = useRight('contacts.change');
  const seesPeople = useRight('personalData.see');
  const [kind, setKind] = useState(contact?.kind ?? 'technician');
  const [language, setLanguage] = useState<string>(contact?.language ?? '');
  const [given, setGiven] = useState({
    name: contact?.name ?? '',
    company: contact?.company ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    note: contact?.note ?? '',
  });
  const done = () => {
    onSaved();
    onClose();
  };
  const create = useWrite('POST', '/contacts', { onDone: done });
  const change = useWrite('PATCH', '/contacts/:contactId', { onDone: done });
  const remove = useWrite('DELETE', '/contacts/:contactId', { onDone: done });
  const error = create.error ?? change.error ?? remove.error;
  const word = (id: string) => intl.formatMessage({ id: `contacts.${id}` });
  const locked = !mayChange || (contact !== undefined && !seesPeople);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const or = (text: string) => (text.trim() === '' ? null : text.trim());
    const body = {
      kind,
      name: given.name.trim(),
      company: or(given.company),
      email: or(given.email),
      phone: or(given.phone),
      note: or(given.note),
      language: language === 'de' || language === 'en' ? language : null,
    } as const;
    if (contact) change.mutate({ params: { contactId: contact.id }, body });
    else create.mutate({ body });
  };
  const field = (name: keyof typeof given, more: object = {}) => (
    <TextInput
      label={word(`field.${name}`)}
      value={given[name]}
      onChange={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
      error={error?.fields[name]}
      readOnly={locked}
      maxLength={200}
      autoComplete="off"
      {...more}
    />
  );
  return (
    <form className="stack" onSubmit={submit}>
      {field('name', { required: true, withAsterisk: false, maxLength: 120, 'data-autofocus': true })}
      <div className="field-row">
        <label className="field">
          <span>{word('column.kind')}</span>
          <select
            className="filter-select field-select"
            value={kind}
            disabled={locked}
            onChange={(event) => setKind(event.target.value as typeof kind)}
          >
            {kinds.map((each) => (
              <option key={each} value={each}>
                {word(`kind.${each}`)}
              </option>
            ))}
          </select>
        </label>
        {field('company')}
      </div>
      <div className="field-row">
        {field('email', { type: 'email' })}
        {field('phone', { type: 'tel', maxLength: 40 })}
      </div>
      <label className="field">
        <span>{word('field.language')}</span>
        <select
          className="filter-select field-select"
          value={language}
          disabled={locked}
          onChange={(event) => setLanguage(event.target.value)}
        >
          <option value="">{word('language.operator')}</option>
          <option value="de">{word('language.de')}</option>
          <option value="en">{word('language.en')}</option>
        </select>
      </label>
      <Textarea
        label={word('field.note')}
        value={given.note}
        onChange={(event) => setGiven({ ...given, note: event.currentTarget.value })}
        readOnly={locked}
        autosize
        minRows={2}
        maxLength={2000}
      />
      {contact && contact.stations.length > 0 ? (
        <div className="stack" style={{ gap: 4 }}>
          <span className="small soft">{word('stations')}</span>
          <ul className="plain-list">
            {contact.stations.map(({ id, name, as }) => (
              <li key={`${id} ${as}`}>
                <GoTo to={`/stations/${id}/information`}>{name}</GoTo> <span className="dim">{word(`as.${as}`)}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {error ? <ProblemText error={error} /> : null}
      <div className="dialog-actions">
        {contact && !locked ? (
          <>
            <Button
              variant="default"
              loading={remove.isPending}
              onClick={() => remove.mutate({ params: { contactId: contact.id } })}
            >
              {word('remove')}
            </Button>
            <Button
              variant="default"
              onClick={() => change.mutate({ params: { contactId: contact.id }, body: { active: !contact.active } })}
            >
              {word(contact.active ? 'deactivate' : 'activate')}
            </Button>
          </>
        ) : null}
        <Button variant="default" onClick={onClose}>
          <FormattedMessage id="kit.cancel" />
        </Button>
        {locked ? null : (
          <Button type="submit" loading={create.isPending || change.isPending}>
            {word('save')}
          </Button>
        )}
      </div>
    </form>
  );
}
