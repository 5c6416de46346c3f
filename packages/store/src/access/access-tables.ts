/** API keys by id. */
export interface AccessKeyTable {
  id: string;
  name: string;
  secret_sha256: Uint8Array;
  role: string;
  /** JSON. */
  scope: string;
  created_by: string;
  created_ms: number;
  expires_ms: number | null;
  revoked_ms: number | null;
}

/** What was changed, by whom. */
export interface AuditEntryTable {
  id: string;
  at_ms: number;
  author: string;
  role: string;
  address: string;
  action: string;
  kind: string;
  name: string;
  /** JSON. */
  before_document: string | null;
  /** JSON. */
  after_document: string | null;
  is_published: number;
}

/** The tables of the module. */
export type AccessTables = {
  access_key: AccessKeyTable;
  audit_entry: AuditEntryTable;
};
