import { Button, Checkbox, Input, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import type { Input as InputOf, RouteAt } from '../../../web/api/routes.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import type { Rule } from './contract.ts';
import { Events, When } from './parts.tsx';

type Body = InputOf<RouteAt<'POST', '/notification-rules'>>['body'];
type To = Body['recipients'][number];

const listOf = (text: string): string[] =>
  text
    .split(/[,;\s]+/)
    .map((part) => part.trim())
    .filter(Boolean);

/** A rule: about what, about which stations, to whom, when. */
export function RuleDialog({ rule, onClose }: { rule: Rule | undefined; onClose: () => void }) {
  const intl = useIntl();
  const choices = useRead('/notification-rules/choices');
  const [name, setName] = useState(rule?.name ?? '');
  const [active, setActive] = useState(rule?.active ?? true);
  const [events, setEvents] = useState([...(rule?.events ?? [])]);
  const [stations, setStations] = useState<Body['stations']>(rule?.stations ?? { kind: 'all' });
  const [ids, setIds] = useState(rule && 'ids' in rule.stations ? rule.stations.ids.join(', ') : '');
  const [to, setTo] = useState<To[]>((rule?.recipients ?? []).filter(({ kind }) => kind !== 'address') as To[]);
  const [addresses, setAddresses] = useState((rule?.recipients ?? []).flatMap(({ email }) => email ?? []).join(', '));
  const [timing, setTiming] = useState({
    digest: rule?.digest ?? { kind: 'now' as const },
    quiet: rule?.quiet ?? undefined,
  });
  const [tried, setTried] = useState(false);
  const done = { invalidates: ['/notification-rules'] as const, onDone: onClose };
  const create = useWrite('POST', '/notification-rules', done);
  const change = useWrite('PUT', '/notification-rules/:ruleId', done);
  const { error, isPending } = rule ? change : create;
  const word = (id: string) => intl.formatMessage({ id: `notifications.${id}` });
  const language = intl.locale.startsWith('de') ? 'de' : 'en';
  const recipients: To[] = [...to, ...listOf(addresses).map((email): To => ({ kind: 'address', email, language }))];
  const isTo = (one: To) => to.some((other) => JSON.stringify(other) === JSON.stringify(one));
  const box = (label: string, one: To) => (
    <Checkbox
      key={JSON.stringify(one)}
      size="xs"
      label={label}
      checked={isTo(one)}
      onChange={({ currentTarget: { checked } }) =>
        setTo(checked ? [...to, one] : to.filter((other) => JSON.stringify(other) !== JSON.stringify(one)))
      }
    />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || events.length === 0 || recipients.length === 0) return;
    const body: Body = {
      name: name.trim(),
      active,
      events,
      stations: stations.kind === 'stations' ? { kind: 'stations', ids: listOf(ids).map(Number) } : stations,
      recipients,
      digest: timing.digest,
      quiet: timing.quiet ?? null,
    };
    if (rule) change.mutate({ params: { ruleId: rule.id }, body });
    else create.mutate({ body });
  };
  const part = (field: 'location' | 'vendor' | 'model') => (
    <TextInput
      label={word(`field.${field}`)}
      value={stations.kind === 'filter' && field in stations ? ((stations as Record<string, string>)[field] ?? '') : ''}
      onChange={({ currentTarget: { value } }) => {
        const { [field]: _, ...rest } = stations as Record<string, string>;
        setStations({
          ...rest,
          kind: 'filter',
          ...(value.trim() === '' ? {} : { [field]: value }),
        } as Body['stations']);
      }}
      maxLength={100}
    />
  );
  return (
    <Dialog opened onClose={onClose} title={word(rule ? 'edit' : 'add')} size={720}>
      <form className="stack" onSubmit={submit} noValidate>
        <TextInput
          label={word('field.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error?.fields.name ?? (tried && name.trim() === '' ? word('field.nothing') : undefined)}
          maxLength={120}
          data-autofocus
        />
        <Events
          chosen={events}
          onChange={setEvents}
          error={error?.fields.events ?? (tried && events.length === 0 ? word('field.nothing') : undefined)}
        />
        <fieldset className="notify-set">
          <legend>{word('field.stations')}</legend>
          <select
            className="filter-select field-select"
            aria-label={word('field.stations')}
            value={stations.kind}
            onChange={({ target: { value } }) =>
              setStations(
                value === 'filter'
                  ? { kind: 'filter' }
                  : value === 'stations'
                    ? { kind: 'stations', ids: [] }
                    : value === 'entity' && rule
                      ? rule.stations
                      : { kind: 'all' },
              )
            }
          >
            <option value="all">{word('field.all')}</option>
            <option value="filter">{word('field.filter')}</option>
            <option value="stations">{word('field.ids')}</option>
            {rule?.stations.kind === 'entity' ? <option value="entity">{word('stations.entity')}</option> : null}
          </select>
          {stations.kind === 'filter' ? (
            <div className="field-row">
              {part('location')}
              {part('vendor')}
              {part('model')}
            </div>
          ) : null}
          {stations.kind === 'stations' ? (
            <TextInput
              label={word('field.idList')}
              value={ids}
              onChange={(event) => setIds(event.currentTarget.value)}
            />
          ) : null}
          {error?.fields.stations ? <Input.Error>{error.fields.stations}</Input.Error> : null}
        </fieldset>
        <fieldset className="notify-set">
          <legend>{word('field.to')}</legend>
          <div className="notify-grid">
            {box(word('field.technician'), { kind: 'technician' })}
            {box(word('field.owner'), { kind: 'owner' })}
            {(choices.data?.users ?? []).map(({ userId, name: called }) => box(called, { kind: 'user', userId }))}
            {(choices.data?.webhooks ?? []).map((hook) => box(hook.name, { kind: 'webhook', webhookId: hook.id }))}
          </div>
          <Textarea
            label={word('field.addresses')}
            value={addresses}
            onChange={(event) => setAddresses(event.currentTarget.value)}
            autosize
            minRows={1}
          />
          {error?.fields.recipients || (tried && recipients.length === 0) ? (
            <Input.Error>{error?.fields.recipients ?? word('field.nobody')}</Input.Error>
          ) : null}
        </fieldset>
        <When value={timing} onChange={setTiming} />
        <Checkbox
          label={word('field.active')}
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
        {error ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={isPending}>
            {word('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
