-- Who may do what: accounts with one role each, what they are assigned, and the secrets they show,
-- of which hashes alone are kept. Times are seconds since 1970 where they are reckoned with.

CREATE TABLE account (
  id BIGINT PRIMARY KEY,      -- events name it by this number: a name can be erased, they cannot
  name TEXT NOT NULL UNIQUE,  -- to log in with, in lower case
  title TEXT NOT NULL,        -- the person or unit, as shown
  role TEXT NOT NULL
    CHECK (role IN ('submitter', 'verifier', 'judge', 'administrator', 'supervisor')),
  password TEXT NOT NULL,     -- argon2id, in libsodium's form; empty before the first is chosen
  locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
  created_at TEXT NOT NULL
);
--
CREATE TABLE account_track (
  account BIGINT NOT NULL REFERENCES account (id),
  track TEXT NOT NULL,        -- '*': every one
  PRIMARY KEY (account, track)
);
--
CREATE TABLE account_entry (
  account BIGINT NOT NULL REFERENCES account (id),
  entry TEXT NOT NULL,        -- a submitter's own, or assigned to somebody
  PRIMARY KEY (account, entry)
);
--
CREATE TABLE recusal (
  account BIGINT NOT NULL REFERENCES account (id),
  entry TEXT NOT NULL,
  conflict INTEGER NOT NULL CHECK (conflict IN (0, 1)),
  reason TEXT NOT NULL,
  declared_at TEXT NOT NULL,
  PRIMARY KEY (account, entry)
);
--
CREATE TABLE session (
  secret TEXT PRIMARY KEY,    -- SHA-256 of the cookie's value, hexadecimal; so below
  account BIGINT NOT NULL REFERENCES account (id),
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
--
CREATE INDEX session_account ON session (account);
--
CREATE TABLE invitation (
  secret TEXT PRIMARY KEY,
  account BIGINT NOT NULL REFERENCES account (id),
  expires_at BIGINT NOT NULL
);
--
CREATE TABLE api_token (
  id BIGINT PRIMARY KEY,
  secret TEXT NOT NULL UNIQUE,
  account BIGINT NOT NULL REFERENCES account (id),
  label TEXT NOT NULL,
  scopes TEXT NOT NULL,       -- actions, separated by spaces
  expires_at BIGINT NOT NULL,
  created_at TEXT NOT NULL
);
--
-- Log-ins that failed, by what they were for and where they came from.
CREATE TABLE attempt (
  source TEXT PRIMARY KEY,    -- 'account:NAME' or 'address:IP'
  failures INTEGER NOT NULL,
  last_at BIGINT NOT NULL
);
--
-- Who did it: 'A' and the account's number; empty for the service itself and for whoever sits at its
-- machine before there are accounts.
ALTER TABLE event ADD COLUMN actor TEXT NOT NULL DEFAULT '';
--
-- The entry that was looked at: such an event is no part of that entry's own story (`entry`), which
-- its submitter hears.
ALTER TABLE event ADD COLUMN about TEXT NOT NULL DEFAULT '';
--
CREATE INDEX event_actor ON event (actor, seq) WHERE actor <> '';
--
CREATE INDEX event_about ON event (about, seq) WHERE about <> '';
--
INSERT INTO counter (name, value) VALUES ('account', 0), ('api_token', 0);
