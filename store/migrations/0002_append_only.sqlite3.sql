-- Events are never changed, never deleted, and come one after the other. The last also stops
-- INSERT OR REPLACE, which would delete without asking the trigger on DELETE.

CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
--
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
--
CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event)
BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
