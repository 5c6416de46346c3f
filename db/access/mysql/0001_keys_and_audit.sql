-- Who may do what, and who changed what.

CREATE TABLE IF NOT EXISTS access_key (
  id VARCHAR(16) NOT NULL COMMENT 'stands in the key itself and in logs; opens nothing',
  name VARCHAR(255) NOT NULL COMMENT 'what the key is for',
  secret_sha256 BINARY(32) NOT NULL COMMENT 'SHA-256 of the secret, which is kept nowhere',
  role VARCHAR(20) NOT NULL COMMENT 'viewer, editor, operator or admin',
  scope MEDIUMTEXT NOT NULL COMMENT 'what the key is narrowed to, JSON: names of SLAs, namespaces; {} is everything',
  created_by VARCHAR(255) NOT NULL COMMENT 'who made it',
  created_ms BIGINT NOT NULL COMMENT 'epoch milliseconds UTC',
  expires_ms BIGINT NULL COMMENT 'from then on it opens nothing, epoch milliseconds UTC; NULL when it does not expire',
  revoked_ms BIGINT NULL COMMENT 'when it was revoked, epoch milliseconds UTC; NULL while it is not',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'API keys';

CREATE TABLE IF NOT EXISTS audit_entry (
  id CHAR(36) NOT NULL COMMENT 'UUID',
  at_ms BIGINT NOT NULL COMMENT 'when it was changed, epoch milliseconds UTC',
  author VARCHAR(255) NOT NULL COMMENT 'who changed it: a key with its id, or a person',
  role VARCHAR(20) NOT NULL COMMENT 'of the author then',
  address VARCHAR(255) NOT NULL COMMENT 'where the request came from',
  action VARCHAR(20) NOT NULL COMMENT 'create, replace, delete or revoke',
  kind VARCHAR(20) NOT NULL COMMENT 'sla, indicator or key',
  name VARCHAR(255) NOT NULL COMMENT 'of what was changed',
  before_document MEDIUMTEXT NULL COMMENT 'what it was, JSON as REST shows it; NULL when there was none',
  after_document MEDIUMTEXT NULL COMMENT 'what it is since, JSON as REST shows it; NULL when there is none',
  is_published BOOLEAN NOT NULL COMMENT 'whether it was written to the topic as well',
  PRIMARY KEY (id),
  KEY audit_entry_age (at_ms, id),
  KEY audit_entry_published (is_published, at_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Every change of what people define, written with the change';
