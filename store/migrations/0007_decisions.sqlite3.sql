-- What was decided stays: a later disposition stands beside it. And a veto needs its two people and its
-- evidence, also for a connection that never asked for foreign keys.

CREATE TRIGGER disposition_no_update BEFORE UPDATE ON disposition
BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;
--
CREATE TRIGGER disposition_no_delete BEFORE DELETE ON disposition
BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;
--
CREATE TRIGGER disposition_in_order BEFORE INSERT ON disposition
WHEN NEW.version <> (SELECT coalesce(max(version), 0) + 1 FROM disposition
                     WHERE entry = NEW.entry AND subject = NEW.subject)
BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;
--
CREATE TRIGGER veto_no_update BEFORE UPDATE ON veto
BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;
--
CREATE TRIGGER veto_no_delete BEFORE DELETE ON veto
BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;
--
CREATE TRIGGER veto_two_people BEFORE INSERT ON veto
WHEN NOT EXISTS (SELECT 1 FROM disposition WHERE entry = NEW.entry AND subject = NEW.subject
                 AND version = NEW.version AND code = 'upheld' AND actor = NEW.proposed_by)
  OR EXISTS (SELECT 1 FROM disposition WHERE entry = NEW.entry AND subject = NEW.subject
             AND version > NEW.version)
BEGIN
  SELECT RAISE(ABORT, 'a veto confirms the newest disposition of another person');
END;
--
CREATE TRIGGER veto_evidence BEFORE INSERT ON veto
WHEN NOT EXISTS (SELECT 1 FROM proof WHERE id = NEW.proof AND entry = NEW.entry
                 AND subject = NEW.subject)
BEGIN
  SELECT RAISE(ABORT, 'a veto needs evidence');
END;
--
CREATE TRIGGER proof_no_update BEFORE UPDATE ON proof
BEGIN
  SELECT RAISE(ABORT, 'evidence is append-only');
END;
--
CREATE TRIGGER proof_no_delete BEFORE DELETE ON proof
BEGIN
  SELECT RAISE(ABORT, 'evidence is append-only');
END;
