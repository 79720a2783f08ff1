/** `DFrh` in the header of the file: a run history of dryflow. */
export const applicationId = 0x44467268;

/** What has been published stays as it is; a change of the schema is another entry. */
export const migrations: readonly string[] = [
  `
-- A run whose beginning has not been recorded has no workflow, and is not listed.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL UNIQUE,
  workflow TEXT,
  status TEXT,
  start_time TEXT,
  end_time TEXT,
  client_tracking_id TEXT,
  owner TEXT,
  cancel_requested INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX runs_by_workflow ON runs (workflow, id);
CREATE INDEX runs_by_tracking_id ON runs (client_tracking_id);

-- The data are JSON as people may see it; long parts of it are blobs, by their places. What a resume needs besides is sealed.
CREATE TABLE events (
  run INTEGER NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  plain INTEGER NOT NULL,
  blobs TEXT,
  sealed BLOB,
  PRIMARY KEY (run, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
  hash TEXT PRIMARY KEY,
  encoding TEXT NOT NULL,
  plain INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE blob_uses (run INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (run, hash)) STRICT, WITHOUT ROWID;
CREATE INDEX blob_uses_by_hash ON blob_uses (hash);

-- The latest properties of each action, and every value that any execution has had.
CREATE TABLE tracked_properties (
  run INTEGER NOT NULL,
  action TEXT NOT NULL,
  properties TEXT NOT NULL,
  PRIMARY KEY (run, action)
) STRICT, WITHOUT ROWID;
CREATE TABLE tracked_values (value TEXT NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (value, run)) STRICT, WITHOUT ROWID;
CREATE INDEX tracked_values_by_run ON tracked_values (run);
`,
];
