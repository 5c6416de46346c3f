-- What people wrote down.

CREATE TABLE IF NOT EXISTS note (
  id TEXT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
);
