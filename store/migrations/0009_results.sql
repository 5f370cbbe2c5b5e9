-- Who came how far, as the committee decided: entered or imported by the administrator.

CREATE TABLE result (
  entry TEXT PRIMARY KEY REFERENCES entry (id),
  finalist INTEGER NOT NULL CHECK (finalist IN (0, 1)),
  prize TEXT NOT NULL          -- empty: none
);
