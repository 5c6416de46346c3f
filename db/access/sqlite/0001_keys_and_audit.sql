-- Who may do what, and who changed what.

-- API keys.
CREATE TABLE IF NOT EXISTS access_key (
  id TEXT NOT NULL CHECK (length(id) <= 16),  -- stands in the key itself and in logs; opens nothing
  name TEXT NOT NULL CHECK (length(name) <= 255),  -- what the key is for
  secret_sha256 BLOB NOT NULL CHECK (length(secret_sha256) = 32),  -- SHA-256 of the secret, which is kept nowhere
  role TEXT NOT NULL CHECK (length(role) <= 20),  -- viewer, editor, operator or admin
  scope TEXT NOT NULL,  -- what the key is narrowed to, JSON: names of SLAs, namespaces; {} is everything
  created_by TEXT NOT NULL CHECK (length(created_by) <= 255),  -- who made it
  created_ms INTEGER NOT NULL,  -- epoch milliseconds UTC
  expires_ms INTEGER,  -- from then on it opens nothing, epoch milliseconds UTC; NULL when it does not expire
  revoked_ms INTEGER,  -- when it was revoked, epoch milliseconds UTC; NULL while it is not
  PRIMARY KEY (id)
);

-- Every change of what people define, written with the change.
CREATE TABLE IF NOT EXISTS audit_entry (
  id TEXT NOT NULL CHECK (length(id) = 36),  -- UUID
  at_ms INTEGER NOT NULL,  -- when it was changed, epoch milliseconds UTC
  author TEXT NOT NULL CHECK (length(author) <= 255),  -- who changed it: a key with its id, or a person
  role TEXT NOT NULL CHECK (length(role) <= 20),  -- of the author then
  address TEXT NOT NULL CHECK (length(address) <= 255),  -- where the request came from
  action TEXT NOT NULL CHECK (length(action) <= 20),  -- create, replace, delete or revoke
  kind TEXT NOT NULL CHECK (length(kind) <= 20),  -- sla, indicator or key
  name TEXT NOT NULL CHECK (length(name) <= 255),  -- of what was changed
  before_document TEXT,  -- what it was, JSON as REST shows it; NULL when there was none
  after_document TEXT,  -- what it is since, JSON as REST shows it; NULL when there is none
  is_published INTEGER NOT NULL,  -- whether it was written to the topic as well
  PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS audit_entry_age ON audit_entry (at_ms, id);
CREATE INDEX IF NOT EXISTS audit_entry_published ON audit_entry (is_published, at_ms);
