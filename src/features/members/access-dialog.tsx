import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { FilterText } from '../../../web/kit/filter-bar.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { useRoleName } from '../../../web/shell/role-name.ts';
import type { Member } from './contract.ts';

/** What a person may do, and in words why they see a station or not. */
export function AccessDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const intl = useIntl();
  const nameOf = useRoleName();
  const [text, setText] = useState<string | undefined>();
  const [stationId, setStation] = useState<number | undefined>();
  const hits = useRead('/search', { query: { text: text ?? '' } }, { enabled: (text ?? '').length > 1, keep: true });
  const access = useRead(
    '/members/:userId/access',
    { params: { userId: member.userId }, query: stationId === undefined ? {} : { stationId } },
    { keep: true },
  );
  const { station, entities, rights = [] } = access.data ?? {};
  const sections = [...new Set(rights.map((right) => right.split('.')[0]!))];
  const role = nameOf(member.role, member.roleName);
  return (
    <Dialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'members.access.title' }, { name: member.name })}
      size={620}
    >
      <div className="stack">
        <p className="soft">
          {entities === undefined ? (
            <FormattedMessage id="members.access.everything" values={{ role }} />
          ) : entities.length === 0 ? (
            <FormattedMessage id="members.access.nothing" values={{ role }} />
          ) : (
            <FormattedMessage
              id="members.access.entities"
              values={{ role, entities: intl.formatList(entities.map(({ name }) => name)) }}
            />
          )}
        </p>
        <FilterText
          value={text}
          onChange={setText}
          label={intl.formatMessage({ id: 'members.access.station' })}
          width={320}
        />
        {(text ?? '').length > 1 ? (
          <ul className="stack" style={{ gap: 4 }}>
            {(hits.data?.items ?? []).slice(0, 6).map((hit) => (
              <li key={hit.stationId}>
                <button
                  type="button"
                  className="linklike"
                  aria-pressed={stationId === hit.stationId}
                  onClick={() => setStation(hit.stationId)}
                >
                  {hit.name} <span className="mono dim small">{hit.identity}</span>
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        {station ? (
          <p role="status">
            <Tag tone={station.sees ? 'ok' : 'bad'}>
              {intl.formatMessage({ id: station.sees ? 'members.access.sees' : 'members.access.seesNot' })}
            </Tag>{' '}
            <FormattedMessage
              id={`members.access.because.${station.because}`}
              values={{
                name: member.name,
                role,
                entity: station.memberEntity ?? '',
                station: station.stationEntity ?? '',
              }}
            />
          </p>
        ) : null}
        <details>
          <summary>
            <FormattedMessage id="members.access.rights" values={{ count: rights.length }} />
          </summary>
          <ul className="small" style={{ columns: 2, marginTop: 8 }}>
            {sections.map((section) => (
              <li key={section}>
                <FormattedMessage id={`shell.section.${section}`} />:{' '}
                <span className="soft">
                  {intl.formatList(
                    rights
                      .filter((right) => right.startsWith(`${section}.`))
                      .map((right) => intl.formatMessage({ id: `shell.level.${right.split('.')[1]}` })),
                  )}
                </span>
              </li>
            ))}
          </ul>
        </details>
        {access.error ? <ProblemText error={access.error} /> : null}
      </div>
    </Dialog>
  );
}
