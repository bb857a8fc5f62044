-- Several nodes on one database: who lives, who owns which station, who does which timed work.

-- One row per start of a program. The number of a start is never used again.
CREATE SEQUENCE node_runs AS integer;
CREATE TABLE nodes (
  run        integer PRIMARY KEY DEFAULT nextval('node_runs'),
  name       text NOT NULL,
  roles      text[] NOT NULL,
  -- The newest migration its program knows.
  schema     text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now(),
  ended_at   timestamptz
);
CREATE INDEX nodes_alive ON nodes (run) WHERE ended_at IS NULL;

-- The run that holds a station's state in memory, and its fencing token: one more at every change of owner. Run NULL: given up.
CREATE TABLE station_owners (
  operator_id integer NOT NULL,
  station_id  integer NOT NULL,
  run         integer,
  token       bigint NOT NULL,
  PRIMARY KEY (operator_id, station_id)
) WITH (fillfactor = 80);
CREATE INDEX station_owners_by_run ON station_owners (run) WHERE run IS NOT NULL;
ALTER TABLE station_owners ENABLE ROW LEVEL SECURITY;

-- Every batch of writes asks this first (robustness C-07). The lock is held until the batch is committed, so that whoever takes a station
-- from this run waits for it; and being volatile, the function sees what was committed while it waited. Raises VY001 naming what is stale.
CREATE FUNCTION fence_writes(operators integer[], stations integer[], tokens bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  stale text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7208, current_setting('voltyard.run')::integer);
  SELECT string_agg(format('%s.%s.%s', q.operator_id, q.station_id, q.token), ',') INTO stale
    FROM unnest(operators, stations, tokens) AS q (operator_id, station_id, token)
    LEFT JOIN station_owners o ON o.operator_id = q.operator_id AND o.station_id = q.station_id
    WHERE o.token IS DISTINCT FROM q.token OR o.run IS DISTINCT FROM current_setting('voltyard.run')::integer;
  IF stale IS NOT NULL THEN
    RAISE EXCEPTION 'another node owns the station' USING ERRCODE = 'VY001', DETAIL = stale;
  END IF;
END $$;

-- Makes `me` the owner where nobody else is: the former one has given up, has ended, or is the one in `formers` that may be pushed out.
-- Gives the owner and its token as they are afterwards, for every station that exists.
CREATE FUNCTION claim_stations(me integer, operators integer[], stations integer[], formers integer[])
RETURNS TABLE (operator_id integer, station_id integer, run integer, token bigint)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
  held integer[] := '{}';
  one integer;
BEGIN
  INSERT INTO station_owners AS o (operator_id, station_id, run, token)
    SELECT q.operator_id, q.station_id, NULL, 0
      FROM unnest(operators, stations) AS q (operator_id, station_id)
      JOIN stations s ON s.operator_id = q.operator_id AND s.id = q.station_id
      ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
  -- What a former owner is just writing is over before anybody reads the state anew.
  FOR one IN
    SELECT DISTINCT o.run FROM unnest(operators, stations, formers) AS q (operator_id, station_id, former)
      JOIN station_owners o ON o.operator_id = q.operator_id AND o.station_id = q.station_id
      WHERE o.run <> me AND (o.run = q.former OR NOT EXISTS (SELECT FROM nodes n WHERE n.run = o.run AND n.ended_at IS NULL))
      ORDER BY 1
  LOOP
    PERFORM pg_advisory_xact_lock(7208, one);
    held := held || one;
  END LOOP;
  PERFORM FROM station_owners o
    JOIN unnest(operators, stations) AS q (operator_id, station_id) ON o.operator_id = q.operator_id AND o.station_id = q.station_id
    ORDER BY o.operator_id, o.station_id FOR UPDATE OF o;
  UPDATE station_owners o SET run = me, token = o.token + 1
    FROM unnest(operators, stations) AS q (operator_id, station_id)
    WHERE o.operator_id = q.operator_id AND o.station_id = q.station_id AND (o.run IS NULL OR o.run = ANY (held));
  RETURN QUERY SELECT o.operator_id, o.station_id, o.run, o.token
    FROM station_owners o JOIN unnest(operators, stations) AS q (operator_id, station_id)
      ON o.operator_id = q.operator_id AND o.station_id = q.station_id;
END $$;

-- Timed work that one node at a time does for all. `until`: the runner's lease, by the database's clock.
CREATE TABLE jobs (
  name       text PRIMARY KEY,
  run        integer,
  token      bigint NOT NULL DEFAULT 0,
  until      timestamptz,
  started_at timestamptz,
  ended_at   timestamptz,
  next_at    timestamptz NOT NULL DEFAULT now(),
  fault      text
);
