/** `run`: settings to a request, the run itself, its summary and its report. */
import { join } from 'node:path'
import {
  createFeatureStore,
  type FinishedRun,
  type RunPhase,
  runStrategy,
  warmBundler,
} from '../../run/index.ts'
import { evidenceOf, reportTo } from '../report.ts'
import { leaveInterruptsToSystem } from '../shell/interrupt.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { createBar } from '../shell/progress.ts'
import { projectSettings, runFileSettings } from '../shell/settings.ts'
import { type OpenedStore, withStore } from '../shell/store-access.ts'
import { runDocument, verdictsOf } from './document.ts'
import { featureLines, featureOptions } from './feature-settings.ts'
import { requestOf } from './request.ts'
import { fileSource, flagSource, mergeSettings, type RunSettings } from './run-settings.ts'
import { runText } from './text.ts'

export interface RunFlags extends CommonFlags {
  readonly runFile?: string
  /** A path with --report, false with --no-report. */
  readonly report?: string | false
}

export async function run(flags: RunFlags, [strategy]: readonly string[]): Promise<void> {
  warmBundler()
  const settings = await runSettings(flags, strategy)
  const request = await requestOf(settings)
  const { features } = await projectSettings()
  await withStore(flags, 'write', async (opened) => {
    const { store, dir } = opened
    const phases = showPhases(flags)
    const featureStore = createFeatureStore(featureOptions({ flags: { ...flags }, file: features }, dir))
    const finished = await runStrategy(
      {
        store,
        storeDir: dir,
        nowMs: Date.now(),
        onPhase: phases.begin,
        featureStore,
        ...(settings.verifyLookahead === true ? { proof: { onProgress: phases.prove } } : {}),
      },
      request,
    ).finally(phases.end)
    await featureStore.close()
    const { run, timing } = finished
    const report = await reportFor(flags, opened, run.runId)
    const verdicts = await verdictsOf(store, [run])
    await answer(flags, {
      document: {
        ...runDocument(run, verdicts.get(run.runId) ?? null, timing),
        features: finished.features,
        outcome: finished.outcome,
        report,
      },
      text: async () => runAnswer(opened, finished, report),
    })
  })
}

/** Summary, unfilled orders, time; said plainly where nothing was run because it was stored before. */
export async function runAnswer(
  { store }: Pick<OpenedStore, 'store'>,
  { run: { runId, ledgerHash }, outcome, timing, features }: FinishedRun,
  report: string | null,
): Promise<string> {
  const summary = await runText(store, await evidenceOf(store, runId), report)
  const stored =
    outcome === 'existing' ? 'Already stored: the same identity was run before.' : 'Stored and verified.'
  return [
    `${summary}\n${stored} Ledger ${ledgerHash.slice(0, 12)}`,
    ...featureLines(features),
    timingText(timing),
  ].join('\n')
}

/** Flags, then the run file, then throughline.toml. */
export async function runSettings(flags: RunFlags, strategy: string | undefined): Promise<RunSettings> {
  const given = strategy === undefined ? flags : { ...flags, strategy }
  const file = flags.runFile === undefined ? undefined : await runFileSettings(flags.runFile)
  const project = await projectSettings()
  return mergeSettings([
    flagSource(given as Readonly<Record<string, unknown>>),
    ...(file === undefined ? [] : [fileSource(file.file, file.values)]),
    fileSource(project.run.file, project.run.values),
  ])
}

const PHASES: readonly RunPhase[] = ['load', 'proof', 'read', 'features', 'loop', 'ledger', 'store']
/** The phases that are one long calculation: no signal handler can run in them. */
const CALCULATIONS: ReadonlySet<RunPhase> = new Set(['proof', 'read', 'features', 'loop', 'ledger'])

function showPhases(flags: CommonFlags) {
  const bar = createBar(flags, 'running')
  return {
    begin: (phase: RunPhase): void => {
      leaveInterruptsToSystem(CALCULATIONS.has(phase))
      bar.at(PHASES.indexOf(phase), PHASES.length, phase)
    },
    prove: (done: number): void => bar.at(Math.round(done * 1_000), 1_000, 'proving'),
    end: (): void => {
      leaveInterruptsToSystem(false)
      bar.stop()
    },
  }
}

/** The path of the report that was written, or null: scripts get one only where they ask for it. */
async function reportFor(flags: RunFlags, opened: OpenedStore, runId: string): Promise<string | null> {
  if (flags.report === false || (flags.json === true && flags.report === undefined)) return null
  const out = flags.report ?? join(opened.dir, 'reports', `${runId}.html`)
  await reportTo(opened.store, { runId, format: 'html', out })
  return out
}

function timingText(timing: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(timing)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .map(([name, ms]) => `${name.replace(/Ms$/, '')} ${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`)
  return `Time  ${parts.join(', ')}`
}
