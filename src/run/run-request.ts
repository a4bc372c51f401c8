/** What is asked of a run. */
import type { EngineConfig, MissingBarPolicy } from '../engine/index.ts'
import type { JsonValue } from '../model/index.ts'
import type { Slice } from './identity.ts'

export interface RunRequest {
  readonly strategyFile: string
  /** A snapshot's id, hash or unique hash prefix. */
  readonly snapshot: string
  /** Values of parameters; the others take their defaults. */
  readonly params: Readonly<Record<string, JsonValue>>
  readonly config: EngineConfig
  readonly slice: Slice
  /** What is done about bars that the snapshot's calendars expect and that are missing; `carry` where it is absent. */
  readonly missingBars?: MissingBarPolicy
  /** Made of the strategy's name and the identity where absent, so that the same run has the same id. */
  readonly runId?: string
  readonly label?: string
  readonly tags?: readonly string[]
  /** Effective annual rate, a fraction; 0 where absent. */
  readonly riskFreeRate?: number
  /** Inferred from the bars where absent. */
  readonly periodsPerYear?: number
}
