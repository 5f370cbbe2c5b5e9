-- The findings of each entry's last check as rows, so that none without code, clause and evidence can
-- be stored; and the facts its rules went by, apart from them.

CREATE TABLE finding (
  entry TEXT NOT NULL,
  place INTEGER NOT NULL,     -- its place in the report, from 1
  code TEXT NOT NULL CHECK (length(trim(code)) > 0),
  severity TEXT NOT NULL CHECK (severity IN ('notice', 'suspicion', 'violation')),
  clause TEXT NOT NULL CHECK (length(trim(clause)) > 0),
  material TEXT NOT NULL,     -- path; empty for a finding on the whole entry
  page INTEGER NOT NULL CHECK (page >= 0),
  evidence TEXT NOT NULL CHECK (length(trim(evidence)) > 0),
  PRIMARY KEY (entry, place)
);
--
CREATE INDEX finding_code ON finding (code, entry);
--
CREATE TABLE facts (
  entry TEXT PRIMARY KEY,
  version INTEGER NOT NULL,   -- of the form below; another one is made again
  facts TEXT NOT NULL         -- verify/facts_form.h, without the registration form
);
