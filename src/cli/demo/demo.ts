/**
 * `demo`: the main job end to end, from import to report. Nothing is done twice: what is stored already is said to be.
 */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { compareMetrics } from '../../metrics/index.ts'
import { type FinishedRun, type RegisteredSnapshot, runStrategy } from '../../run/index.ts'
import { commandName, examplePath } from '../package-files.ts'
import { reportTo } from '../report.ts'
import { runDocument, verdictsOf } from '../run/document.ts'
import { requestOf } from '../run/request.ts'
import { runAnswer } from '../run/run.ts'
import { comparisonText, comparisonWarnings, contextOf } from '../runs/compare.ts'
import { metricsOf } from '../runs/runs.ts'
import { answer, bold, type CommonFlags } from '../shell/output.ts'
import { createBar } from '../shell/progress.ts'
import { type OpenedStore, withStore } from '../shell/store-access.ts'
import { sealAs } from '../snapshot/sealing.ts'
import { contentText, findingLines, snapshotDocument } from '../snapshot/text.ts'
import { DEMO_RUNS, INDEX_ID, STOCKS_ID, sealIndex, sealStocks } from './demo-plan.ts'

export async function demo(flags: CommonFlags): Promise<void> {
  const bar = createBar(flags, 'importing')
  const snapshots = [
    await sealAs(flags, INDEX_ID, (folder) =>
      sealIndex(folder, ({ bytesRead, totalBytes, rows }) => bar.at(bytesRead, totalBytes, `${rows} rows`)),
    ).finally(bar.stop),
    await sealAs(flags, STOCKS_ID, sealStocks),
  ]
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
    const verdicts = await verdictsOf(opened.store, runs)
    const comparison = compareMetrics(
      runs.map((run) => ({ name: run.runId, metrics: metricsOf(run), context: contextOf(run) })),
    )
    const warnings = comparisonWarnings(runs, comparison.hasOneContext)
    await answer(flags, {
      document: {
        store: opened.dir,
        snapshots: snapshots.map(({ snapshot, outcome }) => ({ ...snapshotDocument(snapshot), outcome })),
        runs: done.map(({ finished: { run, outcome, timing }, report }) => ({
          ...runDocument(run, verdicts.get(run.runId) ?? null, timing),
          outcome,
          report,
        })),
        comparison: { ...comparison, warnings },
      },
      text: () => `\n${bold('Side by side')}\n${comparisonText(comparison, warnings)}\n${nextSteps(done)}`,
    })
  })
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

function snapshotText({ snapshot, outcome }: RegisteredSnapshot): string {
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
    `  ${name} run ${shortPath(examplePath('sma-cross.ts'))} --snapshot ${INDEX_ID} --set fast=10 --set slow=50 --cost spread-bps=2`,
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
