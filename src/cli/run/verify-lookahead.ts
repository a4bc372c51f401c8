/** `verify lookahead`: the proof that features, decisions and fills of a strategy or a stored run use no later bar, or where they do. */
import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { isoTime, UsageError } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'
import { type LookAheadVerdict, proveRun, proveStrategy } from '../../run/index.ts'
import { leaveInterruptsToSystem } from '../shell/interrupt.ts'
import { answer } from '../shell/output.ts'
import { createBar } from '../shell/progress.ts'
import { withStore } from '../shell/store-access.ts'
import { requestOf } from './request.ts'
import { type RunFlags, runSettings } from './run.ts'
import { RUN_SETTINGS } from './run-settings.ts'

type Verdict = LookAheadVerdict & { readonly runId?: string }
type OnProgress = (done: number) => void

export async function verifyLookahead(flags: RunFlags, [subject]: readonly string[]): Promise<void> {
  const bar = createBar(flags, 'proving')
  const onProgress: OnProgress = (done) => bar.at(Math.round(done * 1_000), 1_000, '')
  const work = isRun(subject)
    ? proveStored(flags, subject, onProgress)
    : proveFile(flags, subject, onProgress)
  const verdict = await work.finally(() => {
    leaveInterruptsToSystem(false)
    bar.stop()
  })
  // The verdict is the answer; scripts that look at the exit code alone must see it too.
  if (!verdict.ok) process.exitCode = 3
  await answer(flags, { document: verdict, text: () => verdictText(verdict) })
}

/** A strategy is a file: what is none and is not called like one is the name of a run. */
function isRun(subject: string | undefined): subject is string {
  return subject !== undefined && !/^\.[mc]?[jt]sx?$/.test(extname(subject)) && !existsSync(subject)
}

async function proveFile(
  flags: RunFlags,
  strategy: string | undefined,
  onProgress: OnProgress,
): Promise<Verdict> {
  const settings = await runSettings(flags, strategy)
  // What trading costs has no part in what a strategy can see.
  const request = await requestOf({ ...settings, cost: settings.cost ?? ['none'] })
  return withStore(flags, 'read', async ({ store, dir }) => {
    leaveInterruptsToSystem(true)
    return proveStrategy({ store, storeDir: dir, onProgress }, request)
  })
}

async function proveStored(flags: RunFlags, wanted: string, onProgress: OnProgress): Promise<Verdict> {
  requireNoSettings(flags, wanted)
  return withStore(flags, 'write', async ({ store, dir }) => {
    const { runId } = await store.getRun(wanted)
    leaveInterruptsToSystem(true)
    return proveRun({ store, storeDir: dir, nowMs: Date.now(), onProgress }, runId)
  })
}

/** A stored run has all that decides it. */
function requireNoSettings(flags: RunFlags, wanted: string): void {
  const given: Readonly<Record<string, unknown>> = { ...flags }
  const key = Object.entries(RUN_SETTINGS).find(
    ([name, { option = name }]) => given[option] !== undefined,
  )?.[0]
  const flag = key ?? (flags.runFile === undefined ? undefined : 'run-file')
  if (flag === undefined) return
  throw new UsageError(
    'RUN_HAS_SETTINGS',
    `A stored run is proved as it was run, so '${wanted}' takes no --${flag}. Leave it out, or name a strategy file (.ts, .js).`,
    { run: wanted, flag },
  )
}

function verdictText(verdict: Verdict): string {
  const { strategy, runId, ok, pulses, cuts, leaks, isOptimistic, outcome } = verdict
  const name = runId ?? strategy.name
  const looked = `${formatCount(pulses)} pulses, the future replaced ${formatCount(cuts)} times`
  return [
    ok ? `${name} uses no later bar (${looked}).` : `${name} LOOKS AHEAD (${looked}):`,
    ...leaks.map(({ text, time }) => `  ${isoTime(time)}  ${text}`),
    ...(isOptimistic
      ? [
          '! It fills at the close it decides on (same-close): no later bar is read, but no one could trade it.',
        ]
      : []),
    ...(outcome === 'stored' ? ['Proved before: the same strategy, parameters, snapshot and settings.'] : []),
    ...(runId === undefined ? [] : ['Stored with the run.']),
  ].join('\n')
}
