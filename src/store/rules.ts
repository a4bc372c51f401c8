/**
 * What every store accepts and how it refuses: one wording and one code for SQLite, memory and whatever comes later.
 */
import { createHash } from 'node:crypto'
import { canonicalJson, compareIds, didYouMean, InvariantError, UsageError } from '../model/index.ts'
import type { NewRun, NewVerdict, RunEvidence, RunRecord, SnapshotRecord, VerdictRecord } from './store.ts'

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const HASH = /^[0-9a-f]{64}$/
const LABEL = /^[^\p{Cc}\p{Cs}]{1,200}$/u
const TAG = /^[^\p{Cc}\p{Cs}\s,]{1,64}$/u
/** The shortest prefix of a hash that may name a snapshot. */
export const HASH_PREFIX = /^[0-9a-f]{8,63}$/

const ID_RULE =
  'must be 1 to 64 letters, digits, dots, underscores or hyphens and begin with a letter or digit'

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function isHash(text: string): boolean {
  return HASH.test(text)
}

export function checkSnapshot(snapshot: SnapshotRecord): void {
  const { id, hash } = snapshot
  if (!ID.test(id)) {
    throw new UsageError(
      'BAD_SNAPSHOT_ID',
      `A snapshot id ${ID_RULE}, but it is '${id}'. Choose another id.`,
      {
        id,
      },
    )
  }
  const counts = [snapshot.instruments, snapshot.bars, snapshot.fromMs, snapshot.toMs, snapshot.createdMs]
  if (!HASH.test(hash) || !counts.every(Number.isSafeInteger)) {
    throw new InvariantError(
      'BAD_SNAPSHOT',
      `Snapshot '${id}' must have a SHA-256 and whole counts and times.`,
      {
        id,
        hash,
        counts: counts.map(String),
      },
    )
  }
}

export function checkLabel(label: string | null): void {
  if (label === null || LABEL.test(label)) return
  throw new UsageError(
    'BAD_LABEL',
    `A label must be 1 to 200 characters on one line, but it is ${JSON.stringify(label)}. Shorten it, or use none.`,
    { label },
  )
}

/** The tags, ascending, each once. */
export function checkedTags(tags: readonly string[]): string[] {
  for (const tag of tags) {
    if (TAG.test(tag)) continue
    throw new UsageError(
      'BAD_TAG',
      `A tag must be 1 to 64 characters without blanks or commas, but it is ${JSON.stringify(tag)}. Choose another tag.`,
      { tag },
    )
  }
  return [...new Set(tags)].sort()
}

/** Throws unless the run is one that may be stored with this evidence. */
export function checkRun(run: NewRun, evidence: RunEvidence): void {
  const { runId } = run
  if (!ID.test(runId)) {
    throw new UsageError('BAD_RUN_ID', `A run id ${ID_RULE}, but it is '${runId}'. Choose another id.`, {
      runId,
    })
  }
  checkLabel(run.label)
  checkedTags(run.tags)
  const hashes = { identity: run.identity, ledgerHash: run.ledgerHash, strategyHash: run.strategyHash }
  for (const [name, hash] of Object.entries(hashes)) {
    if (!HASH.test(hash)) throw badRun(runId, `its ${name} is '${hash}', not a SHA-256`)
  }
  if (!Number.isSafeInteger(run.createdMs)) throw badRun(runId, `its createdMs is ${run.createdMs}`)
  if (run.tier !== 1 && run.tier !== 2) throw badRun(runId, `its tier is ${String(run.tier)}`)
  for (const name of ['strategyName', 'engineVersion'] as const) {
    if (!LABEL.test(run[name])) throw badRun(runId, `its ${name} is ${JSON.stringify(run[name])}`)
  }
  const textHash = sha256Hex(evidence.strategyText)
  if (textHash !== run.strategyHash) {
    throw badRun(runId, `its strategy text hashes to ${textHash}, not to ${run.strategyHash}`)
  }
  checkBlocks(run, evidence)
}

function checkBlocks({ runId, ledgerHash }: NewRun, { blocks }: RunEvidence): void {
  if (blocks.length === 0) throw badRun(runId, 'its ledger has no blocks')
  let seq = 0
  blocks.forEach((block, index) => {
    if (block.index !== index || block.firstSeq !== seq || !(block.count > 0) || !HASH.test(block.hash)) {
      const { firstSeq, count, hash } = block
      throw badRun(
        runId,
        `block ${index} is not the one after seq ${seq - 1}: ${block.index}, ${firstSeq}, ${count}, ${hash}`,
      )
    }
    seq += block.count
  })
  const last = blocks.at(-1)?.hash
  if (last !== ledgerHash)
    throw badRun(runId, `its ledgerHash is ${ledgerHash} and its last block's hash ${last}`)
}

/** Throws `UsageError` RUN_ID_TAKEN where `stored` has the id of a run of another identity. */
export function checkRunId(
  stored: Pick<RunRecord, 'runId' | 'identity'>,
  { runId, identity }: Pick<RunRecord, 'runId' | 'identity'>,
): void {
  if (stored.runId !== runId || stored.identity === identity) return
  throw new UsageError(
    'RUN_ID_TAKEN',
    `A run id names one identity for ever, but '${runId}' is stored with identity ${stored.identity} and this run has identity ${identity}. Choose another run id.`,
    { runId, storedIdentity: stored.identity, identity },
  )
}

/**
 * What it means that `stored` has the id or the identity of `run`. Throws `UsageError` RUN_ID_TAKEN or `InvariantError`
 * LEDGER_DIVERGED; returns where it is the same run.
 */
export function checkAgainst(
  stored: Pick<RunRecord, 'runId' | 'identity' | 'ledgerHash'>,
  run: NewRun,
): void {
  const { runId } = run
  checkRunId(stored, run)
  if (run.tier === 1 && stored.identity === run.identity && stored.ledgerHash !== run.ledgerHash) {
    throw new InvariantError(
      'LEDGER_DIVERGED',
      `Equal inputs must give equal ledgers, but identity ${run.identity} gave ledger ${stored.ledgerHash} in run '${stored.runId}' and ${run.ledgerHash} in run '${runId}'. Keep the store and report it with both run files.`,
      {
        identity: run.identity,
        runId,
        storedRunId: stored.runId,
        ledgerHash: run.ledgerHash,
        storedLedgerHash: stored.ledgerHash,
      },
    )
  }
}

/** Throws `InvariantError` BAD_VERDICT, `UsageError` NOT_JSON; gives the document's canonical text. */
export function checkedVerdict({ kind, version, document, createdMs }: NewVerdict): string {
  if (Number.isSafeInteger(version) && version > 0 && Number.isSafeInteger(createdMs))
    return canonicalJson(document)
  throw new InvariantError(
    'BAD_VERDICT',
    `A verdict must have a version above 0 and a time, but a verdict '${kind}' has version ${version} and time ${createdMs}.`,
    { kind, version: String(version), createdMs: String(createdMs) },
  )
}

/** What it means that `stored` has the run, kind and version of `verdict`. Throws `InvariantError` VERDICT_DIVERGED. */
export function checkSameVerdict(stored: VerdictRecord, verdict: NewVerdict): void {
  if (canonicalJson(stored.document) === canonicalJson(verdict.document)) return
  const { runId, kind, version } = stored
  throw new InvariantError(
    'VERDICT_DIVERGED',
    `One method must say one thing of a run, but version ${version} of '${kind}' now says of run '${runId}' something else than what is stored. Nothing was changed: keep the store and report it.`,
    { runId, kind, version, stored: stored.document, found: verdict.document },
  )
}

export function checkedLimit(limit: number | undefined): number | undefined {
  if (limit === undefined || (Number.isSafeInteger(limit) && limit > 0)) return limit
  throw new UsageError(
    'BAD_LIMIT',
    `A limit must be a whole number above 0, but it is ${limit}. Give another.`,
    {
      limit: String(limit),
    },
  )
}

export function snapshotIdTaken(id: string, storedHash: string, hash: string): UsageError {
  return new UsageError(
    'SNAPSHOT_ID_TAKEN',
    `A snapshot id names one content for ever, but '${id}' is stored with hash ${storedHash} and this snapshot has hash ${hash}. Choose another id.`,
    { id, storedHash, hash },
  )
}

export function snapshotNotFound(wanted: string, knownIds: readonly string[]): UsageError {
  return new UsageError(
    'SNAPSHOT_NOT_FOUND',
    `A snapshot must be named by its id or hash, but the store has none called '${wanted}'.${hint(wanted, knownIds, 'Import one with: throughline snapshot import FILE --id ID', 'See: throughline snapshot list')}`,
    { wanted },
  )
}

export function snapshotAmbiguous(prefix: string, hashes: readonly string[]): UsageError {
  return new UsageError(
    'SNAPSHOT_AMBIGUOUS',
    `A hash prefix must fit one snapshot, but '${prefix}' fits ${hashes.join(', ')}. Give more digits.`,
    { prefix, hashes },
  )
}

export function runNotFound(wanted: string, knownIds: readonly string[]): UsageError {
  return new UsageError(
    'RUN_NOT_FOUND',
    `A run must be named by its id or a prefix of it, but the store has none called '${wanted}'.${hint(wanted, knownIds, 'Make one with: throughline run STRATEGY --snapshot ID', 'See: throughline runs list')}`,
    { wanted },
  )
}

const SHOWN_IDS = 5

export function runAmbiguous(prefix: string, ids: readonly string[]): UsageError {
  const shown = ids.slice(0, SHOWN_IDS).join(', ')
  return new UsageError(
    'RUN_AMBIGUOUS',
    `A run prefix must fit one run, but '${prefix}' fits ${ids.length}: ${shown}${ids.length > SHOWN_IDS ? ', ...' : ''}. Give more of the id.`,
    { prefix, count: ids.length },
  )
}

export function strategyNotFound(hash: string): UsageError {
  return new UsageError(
    'STRATEGY_NOT_FOUND',
    `A strategy must be named by the full hash of its text, but the store has none with '${hash}'. See: throughline runs show RUN`,
    { hash },
  )
}

function hint(wanted: string, known: readonly string[], whenEmpty: string, otherwise: string): string {
  if (known.length === 0) return ` ${whenEmpty}`
  // In one order, so that of equally near ids every store names the same.
  const near = didYouMean(wanted, known.toSorted(compareIds))
  return near === '' ? ` ${otherwise}` : near
}

function badRun(runId: string, found: string): InvariantError {
  return new InvariantError('BAD_RUN', `Run '${runId}' must be complete to be stored, but ${found}.`, {
    runId,
    found,
  })
}
