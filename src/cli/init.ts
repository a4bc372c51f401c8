/** `init`: a new project that works at once, made whole or not at all. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { generateBars } from '../data/index.ts'
import { type InstrumentBars, isoTime, UsageError } from '../model/index.ts'
import { examplePath, packageVersion } from './package-files.ts'
import { undoOnInterrupt } from './shell/interrupt.ts'
import { answer, type CommonFlags } from './shell/output.ts'

const SAMPLE = { seed: 20_260_102, instruments: 5, days: 750, start: '2022-01-03' } as const

export async function init(flags: CommonFlags, [dir = '']: readonly string[]): Promise<void> {
  refuseOccupied(dir)
  const files = projectFiles(basename(resolve(dir)))
  writeProject(resolve(dir), files)
  const commands = COMMANDS.map((command) => `npx throughline ${command}`)
  await answer(flags, {
    document: { dir: resolve(dir), files: Object.keys(files), commands },
    text: () =>
      [
        `A new project in ${dir}:`,
        ...Object.keys(files).map((path) => `  ${path}`),
        '',
        'Try:',
        `  cd ${relative(process.cwd(), resolve(dir)) || '.'}`,
        '  npm install',
        ...commands.map((command) => `  ${command}`),
      ].join('\n'),
  })
}

const COMMANDS = [
  'snapshot import data/sample.csv --id sample',
  'run strategies/sma-cross.ts',
  'runs list',
] as const

function refuseOccupied(dir: string): void {
  let entries: string[]
  try {
    entries = readdirSync(dir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return
    if (code !== 'ENOTDIR') throw error
    throw new UsageError(
      'NOT_A_FOLDER',
      `A new project needs a folder, but ${dir} is a file. Name another.`,
      { dir },
    )
  }
  if (entries.length === 0) return
  throw new UsageError(
    'FOLDER_NOT_EMPTY',
    `A new project needs a new or empty folder, but ${dir} holds ${entries.slice(0, 3).join(', ')}${entries.length > 3 ? ', ...' : ''}. Name another.`,
    { dir, entries: entries.slice(0, 20) },
  )
}

/** Path in the project to content. */
type ProjectFiles = Readonly<Record<string, string>>

/** Builds the project beside its place and moves it in, entry by entry, once all of it is there. */
function writeProject(target: string, files: ProjectFiles): void {
  mkdirSync(dirname(target), { recursive: true })
  const building = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.part`)
  const remove = (): void => rmSync(building, { recursive: true, force: true })
  const keep = undoOnInterrupt(remove)
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(building, path)), { recursive: true })
      writeFileSync(join(building, path), content)
    }
    mkdirSync(target, { recursive: true })
    for (const entry of readdirSync(building)) renameSync(join(building, entry), join(target, entry))
  } finally {
    remove()
    keep()
  }
}

function projectFiles(name: string): ProjectFiles {
  return {
    'README.md': README.replace('NAME', name),
    'throughline.toml': SETTINGS,
    'package.json': `${JSON.stringify(packageOf(name), null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify(COMPILER, null, 2)}\n`,
    '.gitignore': 'node_modules/\n.throughline/\n',
    'strategies/sma-cross.ts': readFileSync(examplePath('sma-cross.ts'), 'utf8'),
    'data/sample.csv': csvOf(generateBars(SAMPLE)),
  }
}

function packageOf(name: string): object {
  const packageName =
    name
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[._-]+/, '') || 'strategies'
  return {
    name: packageName,
    private: true,
    type: 'module',
    scripts: { backtest: 'throughline run strategies/sma-cross.ts' },
    dependencies: { throughline: packageVersion() },
  }
}

const COMPILER = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    types: [],
    module: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['strategies'],
}

const SETTINGS = `# Settings of this folder. A flag on the command line counts more than a line here.

[store]
dir = ".throughline"

[run]
snapshot = "sample"
cash = 100000
# What trading costs is always said: "none", or a chain in the order in which it applies.
cost = ["spread-bps=5", "fixed-fee=1"]
risk = ["long-only"]
`

const README = `# NAME

Strategies on [Throughline](https://www.npmjs.com/package/throughline). After \`npm install\`:

    npx throughline snapshot import data/sample.csv --id sample
    npx throughline run strategies/sma-cross.ts
    npx throughline runs list

- \`strategies/\`: one file a strategy. \`data/sample.csv\`: made-up daily bars of five stocks; put your own beside it.
- \`throughline.toml\`: what a run uses where its flags say nothing. \`.throughline/\`: snapshots, runs and reports.
`

/** One row a bar, instrument by instrument, as \`snapshot import\` reads it. */
function csvOf(series: readonly InstrumentBars[]): string {
  const rows = series.flatMap(({ instrument, timeMs, open, high, low, close, volume }) =>
    Array.from(timeMs, (openMs, n) =>
      [instrument.symbol, isoTime(openMs), open[n], high[n], low[n], close[n], volume[n]].join(','),
    ),
  )
  return `symbol,date,open,high,low,close,volume\n${rows.join('\n')}\n`
}
