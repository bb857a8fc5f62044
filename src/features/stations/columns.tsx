import { useMemo } from 'react';
import { FormattedMessage, type IntlShape, useIntl } from 'react-intl';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import type { Column } from '../../../web/kit/data-table.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { Energy, formatPower, Power } from '../../../web/kit/num.tsx';
import { Meter } from '../../../web/kit/spark.tsx';
import { StatusIcon, StatusText, useStandingWord } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { FieldValueText } from './field-value.tsx';
import { type ColumnId, type FieldColumnId, fieldIdOf, isFieldColumn } from './list-state.tsx';

export type Field = ItemOf<RouteAt<'GET', '/station-fields'>>;
export type StationRow = ItemOf<RouteAt<'GET', '/stations'>>;

const protocolNames: Readonly<Record<string, string>> = {
  'ocpp1.6': 'OCPP 1.6J',
  'ocpp2.0.1': 'OCPP 2.0.1',
  'ocpp2.1': 'OCPP 2.1',
};

function StationPower({ row, intl }: { row: StationRow; intl: IntlShape }) {
  if (row.powerW === undefined) return <NotReported />;
  const max = row.maxPowerW;
  return (
    <span className="list-power">
      <Power w={row.powerW} />
      {row.powerW > 0 && max ? (
        <Meter
          value={row.powerW}
          max={max}
          label={intl.formatMessage(
            { id: 'stations.powerOf' },
            { power: formatPower(row.powerW, intl.locale), max: formatPower(max, intl.locale) },
          )}
        />
      ) : null}
    </span>
  );
}

function Points({ row }: { row: StationRow }) {
  const intl = useIntl();
  const word = useStandingWord();
  if (row.chargePoints.length === 0) return <NotReported />;
  const shown = row.chargePoints.slice(0, 8);
  const states = intl.formatList(row.chargePoints.map((point) => word(point.standing)));
  const name = intl.formatMessage({ id: 'stations.points' }, { count: row.chargePoints.length, states });
  return (
    <span className="list-points" role="img" aria-label={name} title={name}>
      {shown.map((point) => (
        <StatusIcon key={`${point.evse}.${point.connector}`} standing={point.standing} silent />
      ))}
      {row.chargePoints.length > shown.length ? (
        <span className="small dim">+{row.chargePoints.length - shown.length}</span>
      ) : null}
    </span>
  );
}

/** A field of additional information as a column; by the server it is sorted like any other. */
const fieldColumn = (field: Field): Column<StationRow> => ({
  id: `field.${field.id}`,
  title: field.name,
  sort: `field.${field.id}`,
  width: '140px',
  minor: true,
  ...(field.kind === 'number' ? { align: 'right' as const } : {}),
  render: ({ fields }) => {
    const value = fields?.[field.id];
    return value === undefined ? (
      <span className="dim">
        <FormattedMessage id="stations.field.none" />
      </span>
    ) : (
      <FieldValueText field={field} value={value} />
    );
  },
});

/** The columns asked for, with a box in front to choose rows. */
export function useColumns(
  ids: readonly (ColumnId | FieldColumnId)[],
  fields: readonly Field[],
  selected: ReadonlySet<number>,
  onSelect: (selected: ReadonlySet<number>) => void,
  rows: readonly StationRow[],
): readonly Column<StationRow>[] {
  const intl = useIntl();
  return useMemo(() => {
    const title = (id: string) => intl.formatMessage({ id: `stations.column.${id}` });
    const flip = (id: number) => {
      const next = new Set(selected);
      if (!next.delete(id)) next.add(id);
      onSelect(next);
    };
    const all: Record<ColumnId, Omit<Column<StationRow>, 'id' | 'title'>> = {
      station: {
        sort: 'name',
        render: (row) => (
          <span className="list-station clip">
            <GoTo to={`/stations/${row.id}/information`}>{row.name}</GoTo>
            <span className="list-second mono">{row.identity}</span>
          </span>
        ),
      },
      standing: { sort: 'standing', width: '132px', render: (row) => <StatusText standing={row.standing} /> },
      connection: {
        width: '130px',
        minor: true,
        render: (row) => <FormattedMessage id={`stations.connection.${row.connection}`} />,
      },
      points: { width: '118px', minor: true, render: (row) => <Points row={row} /> },
      power: { sort: 'power', width: '122px', align: 'right', render: (row) => <StationPower row={row} intl={intl} /> },
      energy: { width: '122px', align: 'right', minor: true, render: (row) => <Energy wh={row.energy24hWh} /> },
      errors: {
        width: '110px',
        align: 'right',
        minor: true,
        render: (row) => (
          <span className={row.openErrors > 0 ? 'num bad' : 'num dim'}>{intl.formatNumber(row.openErrors)}</span>
        ),
      },
      model: {
        sort: 'model',
        width: '150px',
        minor: true,
        render: (row) =>
          row.vendor || row.model ? (
            <span className="list-station clip">
              {[row.vendor, row.model].filter(Boolean).join(' ')}
              <span className="list-second mono">{row.firmware}</span>
            </span>
          ) : (
            <NotReported />
          ),
      },
      protocol: {
        sort: 'protocol',
        width: '106px',
        minor: true,
        render: (row) => (row.protocol ? (protocolNames[row.protocol] ?? row.protocol) : <NotReported />),
      },
      location: {
        width: '150px',
        minor: true,
        render: (row) => (row.location ? <span className="clip">{row.location}</span> : <NotReported />),
      },
      last: {
        sort: 'lastMessage',
        width: '128px',
        align: 'right',
        minor: true,
        render: (row) => <Time at={row.lastMessageAt} />,
      },
    };
    const everything = rows.length > 0 && rows.every((row) => selected.has(row.id));
    return [
      {
        id: 'select',
        width: '46px',
        minor: true,
        title: (
          <input
            type="checkbox"
            className="list-check"
            aria-label={intl.formatMessage({ id: 'stations.selectAll' })}
            checked={everything}
            onChange={() => onSelect(everything ? new Set() : new Set(rows.map((row) => row.id)))}
          />
        ),
        render: (row: StationRow) => (
          <input
            type="checkbox"
            className="list-check"
            aria-label={intl.formatMessage({ id: 'stations.select' }, { name: row.name })}
            checked={selected.has(row.id)}
            onChange={() => flip(row.id)}
          />
        ),
      },
      ...ids.flatMap((id): Column<StationRow>[] => {
        if (!isFieldColumn(id)) return [{ id, title: title(id), ...all[id] }];
        const field = fields.find((each) => each.id === fieldIdOf(id));
        return field ? [fieldColumn(field)] : [];
      }),
    ];
  }, [ids, fields, selected, onSelect, rows, intl]);
}
