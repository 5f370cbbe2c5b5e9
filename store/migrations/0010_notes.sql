-- What a judge writes down for themselves. Nobody else reads it: every question names the account.

CREATE TABLE note (
  id BIGINT PRIMARY KEY,
  account BIGINT NOT NULL REFERENCES account (id),
  entry TEXT NOT NULL,
  material TEXT NOT NULL,     -- path; empty: of the entry as a whole
  sha256 TEXT NOT NULL,       -- of the file as it was then; empty without one
  page INTEGER NOT NULL CHECK (page >= 0),  -- 0: of the material as a whole
  words TEXT NOT NULL,
  collection TEXT NOT NULL,   -- the name under which they keep it; empty: under none
  version INTEGER NOT NULL CHECK (version > 0),
  at TEXT NOT NULL,           -- when it was last changed
  CHECK (length(trim(words)) > 0 OR length(trim(collection)) > 0)
);
--
CREATE INDEX note_account ON note (account, id);
--
INSERT INTO counter (name, value) VALUES ('note', 0);
