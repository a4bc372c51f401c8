/** Whole processes of the command line: import of the CSV, and a run from sealed snapshot to durable, verified run. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figures, requireGolden } from '../golden.ts'
import { sampleOf } from '../measure.ts'
import { PEER_SHAPE } from '../peer-bars.ts'
import { ensurePeerFiles } from '../peer-files.ts'
import { type NodeRun, runNode } from '../process.ts'
import type { Section, Setting } from '../section.ts'
import { decimal, megabytes, millionBars, textTable } from '../text-table.ts'

/** The built command line, built anew where sources changed. Throws where it cannot be. */
export function builtCli({ root, build }: Setting): string {
  if (build() !== 0) throw new Error('The command line could not be built.')
  const cli = join(root, 'dist', 'cli', 'main.js')
  if (!existsSync(cli)) throw new Error('The build must make dist/cli/main.js, but did not.')
  return cli
}

interface RunAnswer {
  readonly ledgerHash: string
  readonly counts: Figures
  readonly metrics: Figures
  readonly timing: Readonly<Record<string, number>>
}

export const cliSection: Section = async (setting) => {
  const cli = builtCli(setting)
  const { csv } = ensurePeerFiles(setting.cache, PEER_SHAPE)
  const repetitions = setting.options.quick ? 3 : 7
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  const node = (args: readonly string[]): Promise<NodeRun> =>
    runNode([cli, ...args], join(setting.root, 'bench', 'exit-report.mjs'))
  try {
    const imports: NodeRun[] = []
    const hashes = new Set<unknown>()
    for (let n = 0; n < repetitions; n++) {
      const run = await node(importArgs(csv, join(folder, `store-${n}`)))
      hashes.add((JSON.parse(run.stdout) as { hash: string }).hash)
      imports.push(run)
    }
    if (hashes.size !== 1) throw new Error('Every import of the same file must have the same hash.')
    const runs: NodeRun[] = []
    const answers: RunAnswer[] = []
    for (let n = 0; n < repetitions; n++) {
      const run = await node(runArgs(setting, join(folder, 'store-0'), `bench-${n}`))
      answers.push(checkedAnswer(run.stdout))
      runs.push(run)
    }
    const verifies = [await node(['runs', 'verify', 'bench-0', '--store', join(folder, 'store-0'), '--json'])]
    const ledgerHashes = new Set(answers.map(({ ledgerHash }) => ledgerHash))
    if (ledgerHashes.size !== 1)
      throw new Error('The same run must have the same ledger hash in every process.')
    print(setting, { imports, runs, verifies })
    printTiming(setting, answers)
    return {
      import: figuresOf(imports),
      run: { ...figuresOf(runs), timing: mediansOf(answers), ledgerHash: answers[0]!.ledgerHash },
      verify: figuresOf(verifies),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function importArgs(csv: string, store: string): string[] {
  return ['snapshot', 'import', csv, '--id', 'peer', '--store', store, '--json']
}

function runArgs({ root }: Setting, store: string, runId: string): string[] {
  const strategy = join(root, 'bench', 'strategies', 'peer-level.ts')
  const money = ['--cash', '10000000', '--cost', 'none', '--credit', 'unlimited']
  return ['run', strategy, '--snapshot', 'peer', ...money, '--run-id', runId, '--store', store, '--json']
}

function checkedAnswer(stdout: string): RunAnswer {
  const answer = JSON.parse(stdout) as RunAnswer
  requireGolden('throughline run', { ...answer.metrics, ...answer.counts })
  return answer
}

function figuresOf(runs: readonly NodeRun[]) {
  return {
    wallMs: sampleOf(runs.map(({ wallMs }) => wallMs)),
    userMs: sampleOf(runs.map(({ userMs }) => userMs)),
    systemMs: sampleOf(runs.map(({ systemMs }) => systemMs)),
    peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
  }
}

function mediansOf(answers: readonly RunAnswer[]): Record<string, number> {
  return Object.fromEntries(
    Object.keys(answers[0]!.timing).map((name) => [
      name,
      sampleOf(answers.map(({ timing }) => timing[name]!)).median,
    ]),
  )
}

function print({ say }: Setting, commands: Readonly<Record<string, readonly NodeRun[]>>): void {
  const names: Record<string, string> = {
    imports: 'snapshot import, 630,000 bars of CSV',
    runs: 'run, from sealed snapshot to durable, verified run',
    verifies: 'runs verify',
  }
  say(
    textTable(
      ['whole process', 'median ms', 'least ms', 'user ms', 'system ms', 'peak MB', 'M bars/s'],
      Object.entries(commands).map(([key, runs]) => {
        const { wallMs, userMs, systemMs, peakBytes } = figuresOf(runs)
        return [
          names[key] ?? key,
          decimal(wallMs.median),
          decimal(wallMs.least),
          decimal(userMs.median),
          decimal(systemMs.median),
          megabytes(peakBytes),
          millionBars(630_000, wallMs.median),
        ]
      }),
    ),
  )
}

function printTiming({ say }: Setting, answers: readonly RunAnswer[]): void {
  const phases = Object.entries(mediansOf(answers)).map(([name, ms]) => `${name} ${decimal(ms)}`)
  say(`phases of run, medians: ${phases.join(', ')}`)
  say(`ledger: ${answers[0]!.ledgerHash}, the same in ${answers.length} processes\n`)
}
