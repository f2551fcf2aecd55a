-- The index: which part, and which bytes of it, hold a run. Everything lives in one schema, chosen by
-- the connection's search_path. Wide columns first: no padding between them.

CREATE TABLE tenants (
  tenant int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name   text NOT NULL UNIQUE
);

CREATE TABLE projects (
  project int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant  int NOT NULL REFERENCES tenants,
  name    text NOT NULL,
  UNIQUE (tenant, name)
);

CREATE TABLE sources (
  source    int PRIMARY KEY,
  topic_id  uuid NOT NULL,
  partition int NOT NULL,
  topic     text NOT NULL,
  UNIQUE (topic_id, partition)
);
COMMENT ON TABLE sources IS
  'A small number for each (topic id, partition), in the order of their first sight: a topic created again, or a partition added later, has a greater one.';

-- Numbers every missing partition 0..wanted of a topic, in order, and returns the wanted one's number.
-- One statement for the caller: no lock is ever held while a client thinks.
CREATE FUNCTION register_source(wanted_topic_id uuid, wanted_topic text, wanted_partition int)
RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || '.sources', 0));
  INSERT INTO sources (source, topic_id, partition, topic)
  SELECT (SELECT coalesce(max(source), 0) FROM sources) + row_number() OVER (ORDER BY p),
         wanted_topic_id, p, wanted_topic
  FROM generate_series(0, wanted_partition) AS p
  WHERE NOT EXISTS (
    SELECT FROM sources s WHERE s.topic_id = wanted_topic_id AND s.partition = p);
  RETURN (
    SELECT source FROM sources
    WHERE topic_id = wanted_topic_id AND partition = wanted_partition);
END $$;

CREATE TABLE parts (
  committed_at timestamptz NOT NULL DEFAULT now(),
  length       bigint NOT NULL CHECK (length > 0),
  lines        int NOT NULL CHECK (lines > 0),
  checksum     int NOT NULL,
  rows_length  int NOT NULL CHECK (rows_length > 0),
  written      int,
  stale        int,
  compression  smallint NOT NULL,
  state        smallint NOT NULL DEFAULT 0,
  part         uuid NOT NULL PRIMARY KEY,
  bucket       text NOT NULL,
  key          text NOT NULL,
  CHECK (written + stale = lines)
);
COMMENT ON TABLE parts IS
  'The ledger: a part is committed if and only if its row is here. written and stale: its lines that were added, and those already covered, when it was committed. checksum: CRC-32C of the object. compression: 0 none, 1 gzip, 2 zstd. state: 0 committed, 1 deleting, 2 deleted.';

CREATE TABLE runs (
  lo           bigint,
  hi           bigint,
  start_offset bigint,
  start_time   timestamptz,
  end_time     timestamptz,
  tenant       int NOT NULL,
  lines        int NOT NULL,
  source       int,
  length       int,
  line_offset  int,
  line_length  int,
  checksum     int,
  project      int,
  status       smallint,
  created      boolean NOT NULL,
  run          uuid NOT NULL,
  trace        uuid NOT NULL,
  part         uuid,
  parent       uuid,
  run_type     text,
  name         text,
  PRIMARY KEY (tenant, run),
  CHECK ((lines = 1) = (part IS NOT NULL))
);
COMMENT ON TABLE runs IS
  'One row a run. lines = 1: the row is the line. lines > 1: the lines stand in fragments, the row is their merge and names no place. lines = 0: deleted, for good. status: 0 pending, 1 success, 2 error; NULL, when no line has told, is as good as pending.';
CREATE INDEX runs_by_trace ON runs (tenant, trace);
CREATE INDEX runs_by_start ON runs (tenant, project, start_time, run);
CREATE INDEX roots_by_start ON runs (tenant, project, start_time, run)
  WHERE parent IS NULL AND created;

CREATE TABLE fragments (
  lo           bigint NOT NULL,
  hi           bigint NOT NULL,
  start_offset bigint NOT NULL,
  start_time   timestamptz,
  end_time     timestamptz,
  tenant       int NOT NULL,
  source       int NOT NULL,
  length       int NOT NULL,
  line_offset  int NOT NULL,
  line_length  int NOT NULL,
  checksum     int NOT NULL,
  project      int,
  status       smallint,
  created      boolean NOT NULL,
  run          uuid NOT NULL,
  trace        uuid NOT NULL,
  part         uuid NOT NULL,
  parent       uuid,
  run_type     text,
  name         text,
  PRIMARY KEY (tenant, run, source, hi, lo, trace)
);
COMMENT ON TABLE fragments IS 'All lines of the runs that have more than one.';

CREATE TABLE frontiers (
  checkpoint  bigint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  subtask     int NOT NULL,
  subtasks    int NOT NULL CHECK (subtask BETWEEN 0 AND subtasks - 1),
  submission  uuid NOT NULL,
  sources     int[] NOT NULL,
  pending     bigint[] NOT NULL,
  seen        bigint[] NOT NULL,
  PRIMARY KEY (submission, checkpoint, subtask),
  CHECK (cardinality(sources) = cardinality(pending)),
  CHECK (cardinality(sources) = cardinality(seen))
);
COMMENT ON TABLE frontiers IS
  'One row a checkpoint and subtask, also when it has no source to tell of or no parts: for each source the lowest offset that still waits in a window (NULL: none waits) and the highest one that arrived (NULL: none that it knows of). At the end of the input checkpoint is 0, and submission is made of the attempt. In the transaction that commits the parts of that subtask.';

CREATE TABLE positions (
  position   bigint NOT NULL CHECK (position >= 0),
  decided_at timestamptz NOT NULL DEFAULT now(),
  source     int PRIMARY KEY REFERENCES sources,
  reason     text NOT NULL
);
COMMENT ON TABLE positions IS
  'Where reading of a source may begin: every lower offset is stored, is gone by a gap, or was not wanted. reason: stored, when frontiers have told so; else how the first start was decided.';

CREATE TABLE gaps (
  from_offset bigint NOT NULL,
  to_offset   bigint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  source      int NOT NULL REFERENCES sources,
  reason      text NOT NULL,
  PRIMARY KEY (source, from_offset, to_offset),
  CHECK (from_offset < to_offset)
);
COMMENT ON TABLE gaps IS
  'Offsets, the last one excluded, that were never read, and why: someone accepted it, or the start was to be there.';

CREATE TABLE decode_limits (
  decided_at timestamptz NOT NULL DEFAULT now(),
  record     bigint NOT NULL,
  string     bigint NOT NULL,
  depth      int NOT NULL,
  digits     int NOT NULL,
  keys       int NOT NULL,
  events     int NOT NULL,
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
COMMENT ON TABLE decode_limits IS
  'The limits that runs were decoded with: what is read again under stricter ones could cover more than it holds.';

CREATE TABLE tenant_policies (
  decided_at  timestamptz NOT NULL DEFAULT now(),
  from_header boolean NOT NULL,
  topic       text PRIMARY KEY,
  fallback    text NOT NULL
);
COMMENT ON TABLE tenant_policies IS
  'Whose the runs of a topic are: what is read again under another policy would be stored again, for another tenant. fallback: of records that name none. from_header: whether records may name one.';

-- Raises positions to what complete groups of frontiers tell, and forgets the groups that no longer say anything new,
-- and what is so old that its group will hardly be complete any more: an end of the input that failed leaves such rows.
-- One snapshot for all of it. With wait = false another one that is at it is left to it.
CREATE FUNCTION fold_frontiers(wait boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE mine bigint := hashtextextended(current_schema() || '.frontiers', 0);
BEGIN
  IF wait THEN
    PERFORM pg_advisory_xact_lock(mine);
  ELSIF NOT pg_try_advisory_xact_lock(mine) THEN
    RETURN;
  END IF;
  WITH complete AS (
    SELECT submission, checkpoint FROM frontiers
    GROUP BY submission, checkpoint HAVING count(*) = min(subtasks) AND count(*) = max(subtasks)
  ), newest AS (
    SELECT submission, max(checkpoint) AS checkpoint FROM complete GROUP BY submission
  ), told AS (
    SELECT s.source,
           CASE WHEN count(s.pending) > 0 THEN min(s.pending) ELSE max(s.seen) + 1 END AS position
    FROM frontiers f
    JOIN complete USING (submission, checkpoint)
    CROSS JOIN LATERAL unnest(f.sources, f.pending, f.seen) AS s (source, pending, seen)
    GROUP BY submission, checkpoint, s.source
  ), forgotten AS (
    DELETE FROM frontiers f
    WHERE f.recorded_at < now() - interval '30 days'
       OR EXISTS (
         SELECT FROM newest n WHERE n.submission = f.submission AND f.checkpoint <= n.checkpoint)
  )
  INSERT INTO positions AS p (source, position, reason)
  SELECT source, max(position), 'stored' FROM told WHERE position IS NOT NULL
  GROUP BY source ORDER BY source
  ON CONFLICT (source) DO UPDATE
  SET position = excluded.position, reason = excluded.reason, decided_at = now()
  WHERE p.position < excluded.position;
END $$;

CREATE TABLE sweep_floor (
  sealed_before timestamptz NOT NULL DEFAULT '-infinity',
  lockable      boolean NOT NULL DEFAULT true,
  only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO sweep_floor DEFAULT VALUES;
COMMENT ON TABLE sweep_floor IS
  'Parts opened before this time that are not in the ledger may have been swept away: they must not be committed. lockable is there so that a writer may lock the row without being able to move the floor.';

CREATE TABLE rejected (
  rejected_at   timestamptz NOT NULL DEFAULT now(),
  record_offset bigint NOT NULL,
  size          bigint NOT NULL,
  redrive_from  bigint,
  redriven_to   bigint,
  redriven_at   timestamptz,
  partition     int NOT NULL,
  event_index   int NOT NULL,
  redrive_state smallint NOT NULL DEFAULT 0,
  topic_id      uuid NOT NULL,
  redrive       uuid,
  topic         text NOT NULL,
  reason        text NOT NULL,
  operation     text,
  origin        text,
  message       text NOT NULL,
  PRIMARY KEY (topic_id, partition, record_offset, event_index),
  CHECK (redrive_state BETWEEN 0 AND 2),
  CHECK ((redrive_state = 0) = (redrive IS NULL) AND (redrive IS NULL) = (redrive_from IS NULL)),
  CHECK ((redrive_state = 2) = (redriven_to IS NOT NULL))
);
CREATE INDEX rejected_by_time ON rejected (rejected_at);
CREATE INDEX rejected_by_reason ON rejected (reason, rejected_at);
CREATE INDEX rejected_in_redrive ON rejected (redrive) WHERE redrive_state = 1;
COMMENT ON TABLE rejected IS
  'One row a rejected record or event, never its payload. event_index -1: the whole record. size: of the whole value. origin: where the first try was read, when this record was a redriven one. redrive_state: 0 not redriven, 1 being sent, or about to be, by the redrive that is named, to an offset not below redrive_from; 2 redriven, to the offset redriven_to of the same partition.';

CREATE TABLE cursor_key (
  key      bytea NOT NULL DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid(), '-', ''), 'hex'),
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO cursor_key DEFAULT VALUES;
COMMENT ON TABLE cursor_key IS
  'What cursors of listings are signed with, so that all servers that read this index take each other''s.';

CREATE TABLE tenant_roles (
  role   name NOT NULL,
  tenant text NOT NULL,
  PRIMARY KEY (role, tenant)
);
COMMENT ON TABLE tenant_roles IS
  'Which tenants, by name, a login role that is a member of runmark_tenant sees. One that stands nowhere here sees none.';

-- The rows of all tenants together, which is no secret: the size of the files says about as much. Of a drawn part of the
-- pages when percent is below 100, and then not exactly.
CREATE FUNCTION rows_of_all_tenants(relation text, percent double precision) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE
    WHEN relation = 'runs' AND percent >= 100 THEN
      (SELECT count(*) FROM ${flyway:defaultSchema}.runs)
    WHEN relation = 'runs' THEN
      (SELECT count(*) FROM ${flyway:defaultSchema}.runs TABLESAMPLE SYSTEM (percent) REPEATABLE (1))
    WHEN relation = 'fragments' AND percent >= 100 THEN
      (SELECT count(*) FROM ${flyway:defaultSchema}.fragments)
    WHEN relation = 'fragments' THEN
      (SELECT count(*) FROM ${flyway:defaultSchema}.fragments TABLESAMPLE SYSTEM (percent) REPEATABLE (1))
  END;
END $$;

-- One row per line: all that is needed to fetch it, by name instead of number.
CREATE VIEW lines WITH (security_invoker = true) AS
SELECT t.name AS tenant, r.run AS run_id, r.trace AS trace_id, r.lines,
       l.source, s.topic_id, s.topic, s.partition, l.lo, l.hi, l.created,
       l.part AS part_id, p.bucket AS s3_bucket, p.key AS s3_key, p.compression,
       l.start_offset, l.start_offset + l.length AS end_offset,
       l.line_offset, l.line_length, l.checksum
FROM runs r
CROSS JOIN LATERAL (
  SELECT r.source, r.lo, r.hi, r.created, r.part, r.start_offset, r.length,
         r.line_offset, r.line_length, r.checksum
  WHERE r.lines = 1
  UNION ALL
  SELECT f.source, f.lo, f.hi, f.created, f.part, f.start_offset, f.length,
         f.line_offset, f.line_length, f.checksum
  FROM fragments f
  WHERE r.lines > 1 AND f.tenant = r.tenant AND f.run = r.run
) l
JOIN parts p ON p.part = l.part
JOIN sources s ON s.source = l.source
JOIN tenants t ON t.tenant = r.tenant;

-- One row per root run, with its trace's totals.
CREATE VIEW traces WITH (security_invoker = true) AS
SELECT t.name AS tenant, p.name AS project, r.trace AS trace_id, r.run AS root_id, r.name,
       coalesce(r.status, 0) AS status, r.start_time, r.end_time, totals.runs, totals.errors
FROM runs r
JOIN tenants t ON t.tenant = r.tenant
LEFT JOIN projects p ON p.project = r.project
CROSS JOIN LATERAL (
  SELECT count(*) AS runs, count(*) FILTER (WHERE a.status = 2) AS errors
  FROM runs a
  WHERE a.tenant = r.tenant AND a.trace = r.trace AND a.lines > 0
) totals
WHERE r.parent IS NULL AND r.created AND r.lines > 0;

-- Roles to be granted to the users that people make. Only maintenance may delete, none may change the schema.
DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['runmark_writer', 'runmark_reader', 'runmark_tenant',
                              'runmark_maintenance'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    END IF;
  END LOOP;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO runmark_writer, runmark_reader, runmark_tenant,'
                 ' runmark_maintenance', current_schema());
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO runmark_writer', current_database());
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
END $$;

GRANT SELECT ON ALL TABLES IN SCHEMA ${flyway:defaultSchema}
  TO runmark_writer, runmark_reader, runmark_maintenance;
REVOKE ALL ON cursor_key FROM runmark_writer;
GRANT SELECT ON tenants, projects, sources, parts, runs, fragments, tenant_roles, lines, traces TO runmark_tenant;
GRANT INSERT ON tenants, projects, sources, parts, runs, fragments, frontiers, positions, gaps,
  decode_limits, tenant_policies TO runmark_writer;
GRANT INSERT (record_offset, size, partition, event_index, topic_id, topic, reason, operation,
              origin, message) ON rejected
  TO runmark_writer;
GRANT UPDATE (written, stale) ON parts TO runmark_writer;
GRANT UPDATE ON runs, positions, decode_limits, tenant_policies TO runmark_writer;
GRANT DELETE ON fragments, frontiers TO runmark_writer;
GRANT UPDATE (lockable) ON sweep_floor TO runmark_writer;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} TO runmark_maintenance;
REVOKE EXECUTE ON FUNCTION register_source(uuid, text, int), fold_frontiers(boolean),
  rows_of_all_tenants(text, double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register_source(uuid, text, int), fold_frontiers(boolean)
  TO runmark_writer, runmark_maintenance;
GRANT EXECUTE ON FUNCTION rows_of_all_tenants(text, double precision)
  TO runmark_writer, runmark_reader, runmark_maintenance;

-- The second wall of tenants, behind the WHERE of each statement. runmark_reader sees the one tenant that its session, or
-- better its transaction, names in runmark.tenant; runmark_tenant those of its login role, whatever is set. Every
-- subquery is of the statement and not of the row: it is carried out once. What has no tenant is no tenant's: parts hold the
-- lines of many, and sources, positions and dead letters are Kafka's.
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE fragments ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_roles ENABLE ROW LEVEL SECURITY;

CREATE POLICY all_tenants ON tenants TO runmark_writer, runmark_maintenance USING (true);
CREATE POLICY all_tenants ON projects TO runmark_writer, runmark_maintenance USING (true);
CREATE POLICY all_tenants ON runs TO runmark_writer, runmark_maintenance USING (true);
CREATE POLICY all_tenants ON fragments TO runmark_writer, runmark_maintenance USING (true);
CREATE POLICY all_tenants ON tenant_roles TO runmark_maintenance USING (true);

CREATE POLICY tenant_of_session ON tenants FOR SELECT TO runmark_reader
  USING (name = nullif(current_setting('runmark.tenant', true), ''));
CREATE POLICY tenant_of_session ON projects FOR SELECT TO runmark_reader
  USING (tenant = (SELECT t.tenant FROM tenants t
                   WHERE t.name = nullif(current_setting('runmark.tenant', true), '')));
CREATE POLICY tenant_of_session ON runs FOR SELECT TO runmark_reader
  USING (tenant = (SELECT t.tenant FROM tenants t
                   WHERE t.name = nullif(current_setting('runmark.tenant', true), '')));
CREATE POLICY tenant_of_session ON fragments FOR SELECT TO runmark_reader
  USING (tenant = (SELECT t.tenant FROM tenants t
                   WHERE t.name = nullif(current_setting('runmark.tenant', true), '')));

-- session_user, since a member of another role may become current_user of it.
CREATE POLICY tenants_of_role ON tenant_roles FOR SELECT TO runmark_tenant
  USING (role = session_user);
CREATE POLICY tenants_of_role ON tenants FOR SELECT TO runmark_tenant
  USING (name = ANY (ARRAY(SELECT r.tenant FROM tenant_roles r WHERE r.role = session_user)));
CREATE POLICY tenants_of_role ON projects FOR SELECT TO runmark_tenant
  USING (tenant = ANY (ARRAY(SELECT t.tenant FROM tenants t)));
CREATE POLICY tenants_of_role ON runs FOR SELECT TO runmark_tenant
  USING (tenant = ANY (ARRAY(SELECT t.tenant FROM tenants t)));
CREATE POLICY tenants_of_role ON fragments FOR SELECT TO runmark_tenant
  USING (tenant = ANY (ARRAY(SELECT t.tenant FROM tenants t)));
