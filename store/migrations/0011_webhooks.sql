-- Where events are sent to. The table of events is the queue: each receiver has its own place in it.

CREATE TABLE webhook (
  id BIGINT PRIMARY KEY,
  url TEXT NOT NULL CHECK (length(trim(url)) > 0),
  secret TEXT NOT NULL CHECK (length(secret) > 0),  -- as it is: what is sent is signed with it
  events TEXT NOT NULL,       -- types, separated by spaces
  internal INTEGER NOT NULL CHECK (internal IN (0, 1)),  -- may be in the organiser's own network
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  delivered BIGINT NOT NULL,  -- events up to this one are done with
  failures INTEGER NOT NULL,  -- in a row
  next_at BIGINT NOT NULL,    -- seconds since 1970, before which it is not tried again
  trouble TEXT NOT NULL,      -- of the last try; empty where it went well
  tried_at BIGINT NOT NULL,   -- seconds since 1970; 0: never
  created_at TEXT NOT NULL
);
--
INSERT INTO counter (name, value) VALUES ('webhook', 0);
