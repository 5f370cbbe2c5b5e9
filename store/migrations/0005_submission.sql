-- An entry is a draft until its submission stands here; taken back, the row goes and the events stay.

CREATE TABLE submission (
  entry TEXT PRIMARY KEY,
  submitted_at TEXT NOT NULL,
  actor TEXT NOT NULL,
  receipt TEXT NOT NULL       -- JSON: what was submitted, with the hashes
);
--
-- Answers to requests that a client may send again with the same Idempotency-Key.
CREATE TABLE replay (
  request TEXT PRIMARY KEY,   -- whose, which operation, and the key
  fingerprint TEXT NOT NULL,  -- of what was asked
  status INTEGER NOT NULL,    -- 0 while it is being answered
  body TEXT NOT NULL,
  location TEXT NOT NULL,
  at BIGINT NOT NULL          -- seconds since 1970
);
--
CREATE INDEX replay_at ON replay (at);
