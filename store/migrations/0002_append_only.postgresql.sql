-- Events are never changed, never deleted, and come one after the other.

CREATE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'events are append-only';
END
$body$;
--
CREATE FUNCTION event_next_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event) THEN
    RAISE EXCEPTION 'events are append-only';
  END IF;
  RETURN NEW;
END
$body$;
--
CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION event_refuse();
--
CREATE TRIGGER event_in_order BEFORE INSERT ON event
  FOR EACH ROW EXECUTE FUNCTION event_next_only();
