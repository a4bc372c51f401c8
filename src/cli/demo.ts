/**
 * `demo`: the main job end to end on data that is there after an installation. The S&P 500 comes from the npm package
 * vega-datasets; its early bars open at the close before, which is shown and not repaired. Nothing is done twice: what is
 * stored already is said to be.
 */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateBars, importFiles, sealBars } from '../data/index.ts'
import { compareMetrics } from '../metrics/index.ts'
import { type FinishedRun, runStrategy } from '../run/index.ts'
import { answer, bold, type CommonFlags } from './output.ts'
import { commandName, examplePath } from './package-files.ts'
import { createBar } from './progress.ts'
import { reportTo } from './report.ts'
import { runAnswer } from './run.ts'
import { runDocument } from './run-document.ts'
import { requestOf } from './run-request.ts'
import type { RunSettings } from './run-settings.ts'
import { metricsOf } from './runs.ts'
import { comparisonText, comparisonWarnings, contextOf } from './runs-compare.ts'
import { type NamedSnapshot, sealAs } from './sealing.ts'
import { contentText, findingLines, snapshotDocument } from './snapshot-text.ts'
import { type OpenedStore, withStore } from './store-access.ts'

const INDEX = 'sp500'
const STOCKS = 'generated-stocks'
/** Said once here and pinned in test/golden/examples.test.ts. */
export const DEMO_STOCKS = { seed: 20_260_101, instruments: 25, days: 2_520, start: '2015-01-01' } as const

export const DEMO_RUNS: readonly (RunSettings & { readonly example: string })[] = [
  {
    example: 'sma-cross.ts',
    snapshot: INDEX,
    params: {},
    cost: ['spread-bps=2', 'fixed-fee=1'],
    risk: ['long-only'],
  },
  {
    example: 'momentum.ts',
    snapshot: STOCKS,
    params: {},
    cost: ['spread-bps=5', 'notional-bps=1', 'minimum-fee=1'],
    risk: ['long-only', 'max-weight=0.4'],
  },
]

export async function demo(flags: CommonFlags): Promise<void> {
  const snapshots = [await sealIndex(flags), await sealStocks(flags)]
  if (flags.json !== true) for (const snapshot of snapshots) process.stdout.write(snapshotText(snapshot))
  await withStore(flags, 'write', async (opened) => {
    const done: DemoRun[] = []
    for (const settings of DEMO_RUNS) {
      const one = await runExample(opened, settings)
      done.push(one)
      if (flags.json !== true) {
        process.stdout.write(`\n${await runAnswer(opened, one.finished, one.report)}\n`)
      }
    }
    const runs = done.map(({ finished }) => finished.run)
    const comparison = compareMetrics(
      runs.map((run) => ({ name: run.runId, metrics: metricsOf(run), context: contextOf(run) })),
    )
    const warnings = comparisonWarnings(runs, comparison.hasOneContext)
    await answer(flags, {
      document: {
        store: opened.dir,
        snapshots: snapshots.map(({ snapshot, outcome }) => ({ ...snapshotDocument(snapshot), outcome })),
        runs: done.map(({ finished: { run, outcome, timing }, report }) => ({
          ...runDocument(run, timing),
          outcome,
          report,
        })),
        comparison: { ...comparison, warnings },
      },
      text: () => `\n${bold('Side by side')}\n${comparisonText(comparison, warnings)}\n${nextSteps(done)}`,
    })
  })
}

async function sealIndex(flags: CommonFlags): Promise<NamedSnapshot> {
  const file = fileURLToPath(new URL('../data/sp500-2000.csv', import.meta.resolve('vega-datasets')))
  const bar = createBar(flags, 'importing')
  return sealAs(flags, INDEX, (folder) =>
    importFiles({
      files: [file],
      folder,
      instrument: 'SP500',
      attributes: { all: { assetClass: 'index' } },
      nowMs: Date.now(),
      onProgress: ({ bytesRead, totalBytes, rows }) => bar.at(bytesRead, totalBytes, `${rows} rows`),
    }),
  ).finally(bar.stop)
}

async function sealStocks(flags: CommonFlags): Promise<NamedSnapshot> {
  return sealAs(flags, STOCKS, (folder) =>
    sealBars({
      folder,
      bars: generateBars(DEMO_STOCKS),
      interval: '1d',
      source: `generateBars(${JSON.stringify(DEMO_STOCKS)})`,
      nowMs: Date.now(),
    }),
  )
}

interface DemoRun {
  readonly finished: FinishedRun
  readonly report: string
}

async function runExample(
  { store, dir }: OpenedStore,
  { example, ...settings }: (typeof DEMO_RUNS)[number],
): Promise<DemoRun> {
  const request = await requestOf({ ...settings, strategy: examplePath(example), tag: ['demo'] })
  const finished = await runStrategy({ store, storeDir: dir, nowMs: Date.now() }, request)
  const report = join(dir, 'reports', `${finished.run.runId}.html`)
  if (!existsSync(report)) await reportTo(store, { runId: finished.run.runId, format: 'html', out: report })
  return { finished, report }
}

function snapshotText({ snapshot, outcome }: NamedSnapshot): string {
  return [
    `${bold(snapshot.id)}  ${outcome === 'existing' ? 'already sealed' : 'sealed now'}: ${contentText(snapshot)}`,
    ...findingLines(snapshot.findings),
    '',
  ].join('\n')
}

function nextSteps(done: readonly DemoRun[]): string {
  const name = commandName()
  const [first, second] = done.map(({ finished }) => finished.run.runId)
  return [
    '',
    bold('Reports'),
    ...done.map(({ report }) => `  ${report}`),
    '',
    bold('Try next'),
    `  ${name} run ${shortPath(examplePath('sma-cross.ts'))} --snapshot ${INDEX} --set fast=10 --set slow=50 --cost spread-bps=2`,
    `  ${name} runs export ${first} --what trades --format csv --out trades.csv`,
    `  ${name} runs verify ${second}`,
    '',
  ].join('\n')
}

/** As seen from the current folder, where that is shorter. */
function shortPath(path: string): string {
  const seen = relative(process.cwd(), path)
  return seen.length < path.length ? seen : path
}
