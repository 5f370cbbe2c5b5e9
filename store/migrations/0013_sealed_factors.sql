-- A second factor's key is kept sealed. What is there is sealed when the service starts, with a key
-- that is not in the database (store/seal.h).

ALTER TABLE second_factor ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1));
