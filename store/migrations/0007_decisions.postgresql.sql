-- What was decided stays: a later disposition stands beside it. The two people and the evidence of a veto
-- are its foreign keys and checks.

CREATE FUNCTION decision_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'decisions are append-only';
END
$body$;
--
CREATE FUNCTION disposition_next_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF NEW.version <> (SELECT coalesce(max(version), 0) + 1 FROM disposition
                     WHERE entry = NEW.entry AND subject = NEW.subject) THEN
    RAISE EXCEPTION 'decisions are append-only';
  END IF;
  RETURN NEW;
END
$body$;
--
CREATE FUNCTION veto_of_the_newest() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF EXISTS (SELECT 1 FROM disposition WHERE entry = NEW.entry AND subject = NEW.subject
             AND version > NEW.version) THEN
    RAISE EXCEPTION 'a veto confirms the newest disposition of another person';
  END IF;
  RETURN NEW;
END
$body$;
--
CREATE TRIGGER disposition_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON disposition
  FOR EACH STATEMENT EXECUTE FUNCTION decision_refuse();
--
CREATE TRIGGER disposition_in_order BEFORE INSERT ON disposition
  FOR EACH ROW EXECUTE FUNCTION disposition_next_only();
--
CREATE TRIGGER veto_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON veto
  FOR EACH STATEMENT EXECUTE FUNCTION decision_refuse();
--
CREATE TRIGGER veto_newest BEFORE INSERT ON veto
  FOR EACH ROW EXECUTE FUNCTION veto_of_the_newest();
--
CREATE TRIGGER proof_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON proof
  FOR EACH STATEMENT EXECUTE FUNCTION decision_refuse();
