-- Frames and commits in weeks instead of months, so that what is older than so many days can go without keeping a month more. A day each would
-- be finer, but a list that looks back over a year would then plan and lock 365 tables with four indexes each. Facts stay in months: they are
-- never dropped. Months that exist stay as they are and are dropped as a whole; weeks fill what they leave open.

CREATE FUNCTION partition_bounds(parent text) RETURNS TABLE (child text, lower_at timestamptz, upper_at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT c.relname::text, m[1]::timestamptz, m[2]::timestamptz
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    CROSS JOIN LATERAL regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''(.*?)''\) TO \(''(.*?)''\)') AS m
  WHERE i.inhparent = parent::regclass AND NOT i.inhdetachpending
  ORDER BY 2
$$;

-- Makes the partitions of a table that cover [from, until]. Safe to call from many nodes at once. A table is made beside its parent and
-- attached, which does not wait for those who read and write the parent, nor hold them up.
CREATE OR REPLACE FUNCTION ensure_partitions(parent text, from_at timestamptz, until_at timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  width text := CASE parent WHEN 'facts' THEN 'month' ELSE 'week' END;
  piece timestamptz := date_trunc(width, from_at, 'UTC');
  following timestamptz;
  start_at timestamptz;
  there record;
  made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_partitions:' || parent));
  WHILE piece <= until_at LOOP
    following := (piece AT TIME ZONE 'UTC' + ('1 ' || width)::interval) AT TIME ZONE 'UTC';
    start_at := piece;
    FOR there IN SELECT lower_at, upper_at FROM partition_bounds(parent) WHERE upper_at > piece AND lower_at < following LOOP
      IF there.lower_at > start_at THEN
        PERFORM make_partition(parent, start_at, there.lower_at);
        made := made + 1;
      END IF;
      start_at := greatest(start_at, there.upper_at);
    END LOOP;
    IF start_at < following THEN
      PERFORM make_partition(parent, start_at, following);
      made := made + 1;
    END IF;
    piece := following;
  END LOOP;
  RETURN made;
END $$;

CREATE FUNCTION make_partition(parent text, lower_at timestamptz, upper_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  child text := parent || to_char(lower_at AT TIME ZONE 'UTC', '"_"YYYYMMDD');
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION)', child, parent);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, lower_at, upper_at);
END $$;

-- Months made ahead that nothing was written into yet give way to weeks.
DO $$
DECLARE
  parent text;
  there record;
  used boolean;
BEGIN
  FOREACH parent IN ARRAY ARRAY['frames', 'commits'] LOOP
    FOR there IN SELECT child FROM partition_bounds(parent) WHERE lower_at > now() LOOP
      EXECUTE format('SELECT EXISTS (SELECT FROM %I)', there.child) INTO used;
      IF NOT used THEN
        EXECUTE format('DROP TABLE %I', there.child);
      END IF;
    END LOOP;
    PERFORM ensure_partitions(parent, now(), now() + interval '62 days');
  END LOOP;
END $$;
