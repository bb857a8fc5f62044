import { useId } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../api/queries.ts';
import { useRoleName } from '../role-name.ts';

/** The entities one sees, each after its parents' names, in the order of a tree. */
export function useEntityPaths(): readonly { readonly id: number; readonly path: string }[] {
  const entities = useRead('/entities', { query: { limit: 500 } }, { staleMs: 30_000 });
  const all = entities.data?.items ?? [];
  const pathOf = (id: number, depth = 0): string => {
    const entity = all.find((each) => each.id === id);
    if (!entity) return '';
    const above = entity.parentId === undefined || depth > 20 ? '' : pathOf(entity.parentId, depth + 1);
    return above === '' ? entity.name : `${above} / ${entity.name}`;
  };
  return all.map(({ id }) => ({ id, path: pathOf(id) })).sort((a, b) => a.path.localeCompare(b.path));
}

/** Which role, and of which entity: for people and for keys. */
export function StandingFields({
  role,
  entityId,
  onRole,
  onEntity,
  errors,
}: {
  role: string;
  entityId: number | undefined;
  onRole: (role: string) => void;
  onEntity: (entityId: number | undefined) => void;
  errors?: Readonly<Record<string, string>> | undefined;
}) {
  const id = useId();
  const intl = useIntl();
  const nameOf = useRoleName();
  const roles = useRead('/roles', {}, { staleMs: 30_000 });
  const entities = useEntityPaths();
  const chosen = roles.data?.items.find(({ id }) => id === role);
  const needsEntity = chosen !== undefined && chosen.scope !== 'everything';
  const hint = chosen?.readyMade ? intl.formatMessage({ id: `shell.role.${chosen.id}.text` }) : undefined;
  return (
    <>
      <div className="field">
        <span>
          <label htmlFor={`${id}role`}>
            <FormattedMessage id="shell.standing.role" />
          </label>
        </span>
        <select
          id={`${id}role`}
          aria-describedby={`${id}about`}
          className="filter-select field-select"
          value={role}
          onChange={(event) => onRole(event.target.value)}
        >
          {(roles.data?.items ?? [{ id: role, name: undefined }]).map(({ id, name }) => (
            <option key={id} value={id}>
              {nameOf(id, name)}
            </option>
          ))}
        </select>
        {hint ? (
          <span className="small soft" id={`${id}about`}>
            {hint}
          </span>
        ) : null}
        {errors?.role ? <span className="small bad">{errors.role}</span> : null}
      </div>
      <div className="field">
        <span>
          <label htmlFor={`${id}entity`}>
            <FormattedMessage id="shell.standing.entity" />
          </label>
        </span>
        <select
          id={`${id}entity`}
          aria-describedby={`${id}sees`}
          className="filter-select field-select"
          value={entityId ?? ''}
          required={needsEntity}
          onChange={(event) => onEntity(event.target.value === '' ? undefined : Number(event.target.value))}
        >
          <option value="">
            {intl.formatMessage({ id: needsEntity ? 'shell.standing.choose' : 'shell.standing.none' })}
          </option>
          {entities.map(({ id, path }) => (
            <option key={id} value={id}>
              {path}
            </option>
          ))}
        </select>
        <span className="small soft" id={`${id}sees`}>
          <FormattedMessage id={chosen ? `shell.scope.${chosen.scope}.text` : 'shell.scope.everything.text'} />
        </span>
      </div>
    </>
  );
}
