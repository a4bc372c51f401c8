/** What the command line says of itself, and what it does with words it does not know. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt, finish, MAIN, newFolder, refusalOf, throughline } from './cli-process.ts'

let cwd: string
beforeAll(async () => {
  await ensureBuilt()
  cwd = await newFolder()
})

const GROUPS = ['snapshot', 'cache', 'runs', 'verify', 'indicators']
const COMMANDS = [
  'demo',
  'init',
  'run',
  'report',
  'verify lookahead',
  ...['import', 'fetch', 'list', 'show', 'verify', 'export', 'generate', 'diff'].map(
    (verb) => `snapshot ${verb}`,
  ),
  ...['stats', 'prune', 'verify'].map((verb) => `cache ${verb}`),
  ...[
    'list',
    'show',
    'compare',
    'label',
    'tag',
    'archive',
    'verify',
    'explain',
    'replay',
    'export',
    'source',
  ].map((verb) => `runs ${verb}`),
  ...['list', 'compute'].map((verb) => `indicators ${verb}`),
]

describe('help', () => {
  it('shows every command with what it does', async () => {
    const { stdout, code } = await throughline(['--help'], { cwd })
    expect(code).toBe(0)
    for (const name of [...COMMANDS.filter((command) => !command.includes(' ')), ...GROUPS]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    }
    expect((await throughline([], { cwd })).stdout).toBe(stdout)
  })

  it('shows flags and an example of every command', async () => {
    const helps = await Promise.all(
      COMMANDS.map(
        async (command) => [command, await throughline([...command.split(' '), '--help'], { cwd })] as const,
      ),
    )
    for (const [command, { code, stdout, stderr }] of helps) {
      expect([command, code, stderr]).toEqual([command, 0, ''])
      expect(stdout).toContain('--json')
      expect(stdout).toContain('--store <dir>')
      expect(stdout).toMatch(new RegExp(`Example:\n  throughline ${command}`))
    }
  }, 120_000)

  it('costs little to show: none of the heavy packages is loaded', async () => {
    const folder = await newFolder()
    await throughline(['--help'], { cwd, env: { NODE_V8_COVERAGE: folder } })
    const [file = ''] = await readdir(folder)
    const { result } = JSON.parse(await readFile(join(folder, file), 'utf8')) as { result: { url: string }[] }
    const loaded = result.map(({ url }) => url).filter((url) => url.startsWith('file:'))
    const packages = loaded.flatMap(
      (url) =>
        /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url.slice(url.lastIndexOf('node_modules')))?.[1] ?? [],
    )
    expect([...new Set(packages)]).toEqual(['commander'])
    expect(loaded.length).toBeLessThan(50)
  })

  it('prints the version of the package', async () => {
    const { version } = JSON.parse(await readFile(join(MAIN, '..', '..', '..', 'package.json'), 'utf8')) as {
      version: string
    }
    expect((await throughline(['--version'], { cwd })).stdout).toBe(`${version}\n`)
  })
})

describe('words that are not known', () => {
  it.each([
    [['rum'], 'UNKNOWN_COMMAND', "'run'"],
    [['runs', 'shwo'], 'UNKNOWN_COMMAND', "'show'"],
    [['run', 'x.ts', '--snapshto', 'a'], 'UNKNOWN_FLAG', "'--snapshot'"],
    [['snapshot', 'import', 'x.csv', '--idd', 'a'], 'UNKNOWN_FLAG', "'--id'"],
    [['runs', 'list', 'extra'], 'EXCESS_ARGUMENTS', 'Expected 0'],
    [['runs', 'show'], 'MISSING_ARGUMENT', 'RUN'],
    [['report', 'x'], 'MISSING_FLAG', '--out'],
    [['run', 'x.ts', '--seed'], 'MISSING_VALUE', '--seed'],
  ])('%j is refused and the nearest known one is named', async (args, code, named) => {
    const refusal = await refusalOf(args, 2, { cwd })
    expect(refusal).toMatchObject({ class: 'UsageError', code })
    expect(refusal.message).toContain(named)
  })

  it('are told to people in a sentence, a hint and nothing else', async () => {
    const { code, stdout, stderr } = await throughline(['runs', 'shwo'], { cwd })
    expect(stdout).toBe('')
    expect(stderr).toBe(
      "error: There is no command 'throughline runs shwo'. Did you mean 'show'?\nhint: see throughline runs --help [UNKNOWN_COMMAND]\n",
    )
    expect(code).toBe(2)
  })

  it('show a stack only where THROUGHLINE_DEBUG asks for it', async () => {
    const { stderr } = await throughline(['runs', 'shwo'], { cwd, env: { THROUGHLINE_DEBUG: '1' } })
    expect(stderr).toMatch(/\n {4}at /)
  })
})

describe('a reader that goes away', () => {
  it('is no error', async () => {
    const script = `"${process.execPath}" "${MAIN}" run --help | head -n 1; echo "\${PIPESTATUS[0]}"`
    const { stdout, stderr } = await finish('bash', ['-c', script], { cwd })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^Usage: throughline run.*\n0\n$/)
  })
})
