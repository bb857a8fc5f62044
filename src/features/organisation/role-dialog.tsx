import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { useRoleName } from '../../../web/shell/role-name.ts';
import { useSession } from '../../../web/shell/session.tsx';
import type { RoleRow } from './contract.ts';
import './role-dialog.css';

type Sections = Reply<RouteAt<'GET', '/roles'>>['sections'];
type Right = RoleRow['rights'][number];

export interface BegunRole {
  readonly role?: RoleRow;
  /** A new one that begins like this one. */
  readonly copy: boolean;
}

const scopes = ['everything', 'ownAndBelow', 'own'] as const;
const levels = ['see', 'change', 'act', 'onboard', 'administer'] as const;

/** What a role may do, section by section, and about whose things. */
export function RoleDialog({ role, copy, sections, onClose }: BegunRole & { sections: Sections; onClose: () => void }) {
  const intl = useIntl();
  const nameOf = useRoleName();
  const own = useSession().rights;
  const mayWrite = own.includes('organisation.administer') && (copy || !role?.readyMade);
  const begunName = role ? nameOf(role.id, role.name) : '';
  const [name, setName] = useState(
    copy ? intl.formatMessage({ id: 'organisation.roles.copyOf' }, { name: begunName }) : begunName,
  );
  const [scope, setScope] = useState<(typeof scopes)[number]>(role?.scope ?? 'everything');
  const [given, setGiven] = useState<ReadonlySet<Right>>(new Set(role?.rights));
  const done = { invalidates: ['/roles', '/members'], onDone: onClose } as const;
  const create = useWrite('POST', '/roles', done);
  const change = useWrite('PUT', '/roles/:roleId', done);
  const known = role !== undefined && !copy;
  const { error, isPending } = known ? change : create;
  const word = (id: string) => intl.formatMessage({ id: `organisation.roles.form.${id}` });
  const toggle = (right: Right, section: string) => {
    const next = new Set(given);
    if (next.has(right)) {
      next.delete(right);
      // Who may not see a thing cannot do anything with it.
      if (right.endsWith('.see')) for (const each of given) if (each.startsWith(`${section}.`)) next.delete(each);
    } else {
      next.add(right);
      const see = `${section}.see` as Right;
      if (sections.some((each) => each.section === section && each.levels.includes('see'))) next.add(see);
    }
    setGiven(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), rights: [...given], scope };
    if (known) change.mutate({ params: { roleId: role.id }, body });
    else create.mutate({ body });
  };
  return (
    <Dialog opened onClose={onClose} title={mayWrite ? word(known ? 'change' : 'add') : begunName} size={760}>
      <form className="stack" onSubmit={submit}>
        <div className="field-row">
          <TextInput
            label={word('name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={60}
            required
            readOnly={!mayWrite}
            error={error?.fields.name}
          />
          <label className="field">
            <span>{word('scope')}</span>
            <select
              className="filter-select field-select"
              aria-label={word('scope')}
              value={scope}
              disabled={!mayWrite}
              onChange={(event) => setScope(event.target.value as typeof scope)}
            >
              {scopes.map((each) => (
                <option key={each} value={each}>
                  {intl.formatMessage({ id: `shell.scope.${each}` })}
                </option>
              ))}
            </select>
          </label>
        </div>
        <section className="role-rights" aria-label={word('rights')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{word('section')}</th>
                {levels.map((level) => (
                  <th scope="col" key={level}>
                    <FormattedMessage id={`shell.level.${level}`} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sections.map(({ section, levels: has }) => (
                <tr key={section}>
                  <th scope="row">
                    <FormattedMessage id={`shell.section.${section}`} />
                  </th>
                  {levels.map((level) => {
                    const right = `${section}.${level}` as Right;
                    return (
                      <td key={level}>
                        {has.includes(level) ? (
                          <input
                            type="checkbox"
                            checked={given.has(right)}
                            // Nobody gives a right that they do not have.
                            disabled={!mayWrite || (!own.includes(right) && !given.has(right))}
                            aria-label={`${intl.formatMessage({ id: `shell.section.${section}` })}: ${intl.formatMessage({ id: `shell.level.${level}` })}`}
                            onChange={() => toggle(right, section)}
                          />
                        ) : null}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        {error ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id={mayWrite ? 'kit.cancel' : 'kit.close'} />
          </Button>
          {mayWrite ? (
            <Button type="submit" loading={isPending}>
              {word(known ? 'save' : 'do')}
            </Button>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
