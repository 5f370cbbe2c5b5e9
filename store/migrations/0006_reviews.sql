-- What people say about what was found. `subject`: the key of a finding (store/reviews.h), or the id of
-- one of the contest's review topics. `actor` as events name it.

-- Every disposition there ever was; the newest of a subject counts.
CREATE TABLE disposition (
  entry TEXT NOT NULL,
  subject TEXT NOT NULL CHECK (length(subject) > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  code TEXT NOT NULL
    CHECK (code IN ('upheld', 'dismissed', 'needs_supplement', 'needs_visit', 'pending')),
  reason TEXT NOT NULL CHECK (code = 'pending' OR length(trim(reason)) > 0),
  actor TEXT NOT NULL CHECK (length(trim(actor)) > 0),
  at TEXT NOT NULL,
  PRIMARY KEY (entry, subject, version),
  UNIQUE (entry, subject, version, code, actor)
);
--
-- Evidence beside the machine's: a page, a visit, a commitment.
CREATE TABLE proof (
  id BIGINT PRIMARY KEY,
  entry TEXT NOT NULL,
  subject TEXT NOT NULL CHECK (length(subject) > 0),
  kind TEXT NOT NULL CHECK (kind IN ('page', 'site_visit', 'commitment')),
  held_on TEXT NOT NULL CHECK (kind = 'page' OR length(trim(held_on)) > 0),
  place TEXT NOT NULL,
  people TEXT NOT NULL,
  words TEXT NOT NULL CHECK (length(trim(words)) > 0),
  material TEXT NOT NULL,     -- path; empty where no file belongs to it
  page INTEGER NOT NULL CHECK (page >= 0),
  actor TEXT NOT NULL CHECK (length(trim(actor)) > 0),
  at TEXT NOT NULL,
  UNIQUE (id, entry, subject)
);
--
CREATE INDEX proof_entry ON proof (entry, id);
--
-- A veto: two people and evidence, or there is no row.
CREATE TABLE veto (
  entry TEXT NOT NULL,
  subject TEXT NOT NULL,
  version INTEGER NOT NULL,
  code TEXT NOT NULL CHECK (code = 'upheld'),
  proposed_by TEXT NOT NULL,
  confirmed_by TEXT NOT NULL
    CHECK (length(trim(confirmed_by)) > 0 AND confirmed_by <> proposed_by),
  proof BIGINT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (entry, subject, version),
  FOREIGN KEY (entry, subject, version, code, proposed_by)
    REFERENCES disposition (entry, subject, version, code, actor),
  FOREIGN KEY (proof, entry, subject) REFERENCES proof (id, entry, subject)
);
--
CREATE TABLE statement (
  id BIGINT PRIMARY KEY,
  entry TEXT NOT NULL,
  subject TEXT NOT NULL CHECK (length(subject) > 0),
  kind TEXT NOT NULL CHECK (kind IN ('explanation', 'objection', 'answer')),
  answers BIGINT NOT NULL CHECK ((kind = 'answer') = (answers > 0)),
  words TEXT NOT NULL CHECK (length(trim(words)) > 0),
  actor TEXT NOT NULL CHECK (length(trim(actor)) > 0),
  at TEXT NOT NULL
);
--
CREATE INDEX statement_entry ON statement (entry, id);
--
CREATE TABLE supplement (
  id BIGINT PRIMARY KEY,
  entry TEXT NOT NULL,
  subject TEXT NOT NULL,      -- empty: about the entry
  material TEXT NOT NULL,     -- path that a new version is asked of; empty: something new
  ask TEXT NOT NULL CHECK (length(trim(ask)) > 0),
  due TEXT NOT NULL CHECK (length(due) = 10),
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
  asked_by TEXT NOT NULL CHECK (length(trim(asked_by)) > 0),
  asked_at TEXT NOT NULL,
  answered_with BIGINT NOT NULL,  -- the material's id; 0: in words only
  answer TEXT NOT NULL,
  answered_at TEXT NOT NULL CHECK ((state = 'answered') = (length(answered_at) > 0))
);
--
CREATE INDEX supplement_entry ON supplement (entry, id);
--
INSERT INTO counter (name, value) VALUES ('proof', 0), ('statement', 0), ('supplement', 0);
