/**
 * The tables of `throughline.db`, as migrations counted by `PRAGMA user_version`: entry n brings version n to n + 1 and
 * is never edited once released. Immutability is the database's own rule: triggers refuse to change, delete or replace
 * what was saved, whoever asks. What changes in spite of them (a bad disk, another program) breaks the row's seal, which is
 * the SHA-256 of its sealed columns; ledger blocks are held by their hash chain, curves and strategy texts by a hash of their
 * own. Text that may hold any character is stored as UTF-8 bytes: drivers read SQL text up to its first NUL.
 */

/** "THLN": marks the file as ours (`PRAGMA application_id`). */
export const APPLICATION_ID = 0x54484c4e

/** The columns under each row's seal, in the order in which they are hashed and inserted. */
export const SEALED = {
  snapshots: ['id', 'hash', 'instruments', 'bars', 'from_ms', 'to_ms', 'interval', 'findings', 'created_ms'],
  strategies: ['hash', 'name', 'tier', 'packages'],
  runs: [
    'run_id',
    'identity',
    'identity_document',
    'ledger_hash',
    'block_count',
    'event_count',
    'snapshot_id',
    'snapshot_hash',
    'strategy_hash',
    'strategy_name',
    'tier',
    'params',
    'counts',
    'metrics',
    'metric_context',
    'config',
    'timing',
    'created_ms',
    'engine_version',
  ],
  run_verdicts: ['run_id', 'kind', 'version', 'identity', 'verdict', 'created_ms'],
} as const

export type SealedTable = keyof typeof SEALED

const TABLES = `
CREATE TABLE snapshots (
  id TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL,
  instruments INTEGER NOT NULL,
  bars INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  interval TEXT NOT NULL,
  findings TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  seal TEXT NOT NULL,
  UNIQUE (id, hash)
) STRICT;
CREATE INDEX snapshots_by_hash ON snapshots (hash);

CREATE TABLE strategies (
  hash TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  tier INTEGER NOT NULL CHECK (tier IN (1, 2)),
  packages TEXT NOT NULL,
  seal TEXT NOT NULL,
  text BLOB NOT NULL
) STRICT;

CREATE TABLE runs (
  run_id TEXT NOT NULL PRIMARY KEY,
  identity TEXT NOT NULL,
  identity_document TEXT NOT NULL,
  ledger_hash TEXT NOT NULL,
  block_count INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  snapshot_id TEXT NOT NULL,
  snapshot_hash TEXT NOT NULL,
  strategy_hash TEXT NOT NULL REFERENCES strategies (hash),
  strategy_name TEXT NOT NULL,
  tier INTEGER NOT NULL CHECK (tier IN (1, 2)),
  params TEXT NOT NULL,
  counts TEXT NOT NULL,
  metrics TEXT NOT NULL,
  metric_context TEXT NOT NULL,
  config TEXT NOT NULL,
  timing TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  engine_version TEXT NOT NULL,
  seal TEXT NOT NULL,
  label TEXT,
  archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  FOREIGN KEY (snapshot_id, snapshot_hash) REFERENCES snapshots (id, hash)
) STRICT;
CREATE INDEX runs_by_identity ON runs (identity);
CREATE INDEX runs_by_time ON runs (created_ms, run_id);
CREATE INDEX runs_by_strategy ON runs (strategy_hash);
CREATE INDEX runs_by_snapshot ON runs (snapshot_id, snapshot_hash);

CREATE TABLE run_tags (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  tag TEXT NOT NULL,
  PRIMARY KEY (run_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_tags_by_tag ON run_tags (tag);

CREATE TABLE ledger_blocks (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  idx INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  count INTEGER NOT NULL,
  hash TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (run_id, idx)
) STRICT;

CREATE TABLE curves (
  run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (run_id),
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE evaluations (
  snapshot_hash TEXT NOT NULL,
  identity TEXT NOT NULL,
  strategy_name TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (snapshot_hash, identity)
) STRICT, WITHOUT ROWID;
`

const KEYS: readonly (readonly [table: string, key: readonly string[]])[] = [
  ['snapshots', ['id']],
  ['strategies', ['hash']],
  ['runs', ['run_id']],
  ['ledger_blocks', ['run_id', 'idx']],
  ['curves', ['run_id']],
  ['evaluations', ['snapshot_hash', 'identity']],
]

/** Insert-or-replace deletes without a delete trigger, so a second insert under a stored key is refused as well. */
function immutable(table: string, key: readonly string[]): string {
  const columns = table === 'runs' ? `OF ${SEALED.runs.join(', ')}, seal ` : ''
  const same = key.map((column) => `${column} = NEW.${column}`).join(' AND ')
  const refuse = `BEGIN SELECT RAISE(ABORT, '${table} are immutable'); END;`
  return `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ${columns}ON ${table} ${refuse}
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} ${refuse}
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${same}) ${refuse}`
}

const NO_LATER_BLOCKS = `
CREATE TRIGGER ledger_blocks_no_append BEFORE INSERT ON ledger_blocks
WHEN NEW.idx NOT BETWEEN 0 AND (SELECT block_count FROM runs WHERE run_id = NEW.run_id) - 1
BEGIN SELECT RAISE(ABORT, 'a saved ledger takes no further blocks'); END;`

/** Format 2: what proofs said of runs, beside them; a run takes further verdicts and keeps each that it has. */
const VERDICTS = `
CREATE TABLE run_verdicts (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  kind TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  identity TEXT NOT NULL,
  verdict TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  seal TEXT NOT NULL,
  PRIMARY KEY (run_id, kind, version)
) STRICT;
CREATE INDEX run_verdicts_by_identity ON run_verdicts (identity);
`

/** Format 3: curves may be of version 2 (`ledger/curve-codec.ts`), which programs before it would call damaged. */
const PACKED_CURVES = '-- no table changes'

export const MIGRATIONS: readonly string[] = [
  TABLES + KEYS.map(([table, key]) => immutable(table, key)).join('\n') + NO_LATER_BLOCKS,
  VERDICTS + immutable('run_verdicts', ['run_id', 'kind', 'version']),
  PACKED_CURVES,
]

/** What this program reads and writes. */
export const SCHEMA_VERSION: number = MIGRATIONS.length
