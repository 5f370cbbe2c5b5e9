-- Notices by e-mail. The table of events says what happened; what is to be sent of it waits here,
-- one row a person, until the mail server took it.

ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT '';  -- empty: they get no mail
--
CREATE TABLE mail (
  id BIGINT PRIMARY KEY,
  account BIGINT NOT NULL REFERENCES account (id),  -- its address is looked up when it is sent
  kind TEXT NOT NULL,          -- of notice
  entry TEXT NOT NULL,         -- it is about; empty: none
  detail TEXT NOT NULL,        -- what the notice says besides: a day, a link's secret
  refused INTEGER NOT NULL CHECK (refused IN (0, 1)),  -- not sent again by itself
  failures INTEGER NOT NULL,   -- in a row
  next_at BIGINT NOT NULL,     -- seconds since 1970, before which it is not tried again
  trouble TEXT NOT NULL,       -- of the last try
  created_at BIGINT NOT NULL   -- seconds since 1970
);
--
-- Events up to this one are done with; -1 while there is no mail server.
CREATE TABLE mail_place (delivered BIGINT NOT NULL);
--
INSERT INTO mail_place (delivered) VALUES (-1);
--
INSERT INTO counter (name, value) VALUES ('mail', 0);
