-- Entries, their materials, the last check of each, and what happened. Plain SQL for every engine.
-- A line of two dashes alone ends a statement.

CREATE TABLE entry (
  id TEXT PRIMARY KEY,
  form TEXT NOT NULL          -- entry.json as core::entry_json writes it
);
--
-- Rows are never deleted: a material that was replaced or removed is no longer listed, and its blob
-- stays known.
CREATE TABLE material (
  id BIGINT PRIMARY KEY,
  entry TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('received', 'processing', 'done', 'failed')),
  pages_done INTEGER NOT NULL,
  pages_total INTEGER NOT NULL,
  parent BIGINT NOT NULL,     -- the archive it is a member of; 0 for a file of its own
  result TEXT NOT NULL,       -- core::material_json of the last check; empty before
  received_at TEXT NOT NULL,
  listed INTEGER NOT NULL CHECK (listed IN (0, 1))
);
--
CREATE UNIQUE INDEX material_path ON material (entry, path) WHERE listed = 1;
--
CREATE INDEX material_parent ON material (parent) WHERE parent <> 0;
--
CREATE INDEX material_unfinished ON material (id)
  WHERE listed = 1 AND state IN ('received', 'processing');
--
CREATE TABLE report (
  entry TEXT PRIMARY KEY,
  report TEXT NOT NULL        -- store/report_form.h
);
--
CREATE TABLE event (
  seq BIGINT PRIMARY KEY,
  at TEXT NOT NULL,
  entry TEXT NOT NULL,        -- empty where it is about the service
  type TEXT NOT NULL,
  data TEXT NOT NULL          -- JSON, without personal data: it can never be erased
);
--
CREATE INDEX event_entry ON event (entry, seq);
--
-- Numbers are taken within the transaction that uses them: none is lost where it is rolled back.
CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
--
INSERT INTO counter (name, value) VALUES ('event', 0), ('material', 0);
