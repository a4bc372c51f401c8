// @ts-check
/**
 * `npm run commands`: writes docs/reference/cli.md from what every command of the built program says of itself under
 * `--help`. test/e2e/cli-page.test.ts fails where the page is another.
 */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build, ROOT } from './prepare.mjs'

export const PAGE = join(ROOT, 'docs', 'reference', 'cli.md')
const MAIN = join(ROOT, 'dist', 'cli', 'main.js')
const INTRODUCTION = `# The command line

\`throughline <noun> <verb>\`. Every command takes \`--json\` (one JSON document on stdout, nothing else), \`--store\` and \`--help\`;
progress goes to stderr, and only on a terminal. A flag counts more than the run file, which counts more than \`throughline.toml\`.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | \`snapshot diff\`: the contents differ |
| 2 | what was asked cannot be done: a flag, a name, a strategy (\`UsageError\`) |
| 3 | the data or the store is not as it must be, or a proof failed (\`DataError\`) |
| 4 | a venue or vendor refused or could not be reached (\`VenueError\`) |
| 70 | a fault of Throughline itself (\`InvariantError\`): keep the ledger and report it |
| 130 | interrupted |

This page is made from \`--help\` by \`npm run commands\`.
`

/** @param {readonly string[]} words */
async function helpOf(words) {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...words, '--help'], {
    env: { ...process.env, COLUMNS: '100' },
  })
  return stdout.trimEnd()
}

/** The words under \`Commands:\` of a help text. @param {string} help */
function commandsIn(help) {
  const [, list = ''] = help.split('\nCommands:\n')
  return [...list.matchAll(/^ {2}([a-z]\S*)/gm)].map(([, name = '']) => name)
}

/**
 * The sections of a command and of those below it.
 * @param {readonly string[]} words
 * @returns {Promise<string[]>}
 */
async function sectionsOf(words) {
  const help = await helpOf(words)
  const below = await Promise.all(commandsIn(help).map((name) => sectionsOf([...words, name])))
  if (words.length === 0) return below.flat()
  if (below.length > 0) return [`## ${words.join(' ')}\n`, ...below.flat()]
  const level = words.length === 1 ? '##' : '###'
  return [`${level} ${words.join(' ')}\n\n\`\`\`text\n${help}\n\`\`\`\n`]
}

/** The whole page, from the program that is built. */
export async function commandPage() {
  return [INTRODUCTION, ...(await sectionsOf([]))].join('\n')
}

if (process.argv[1]?.endsWith('command-pages.mjs')) {
  process.exitCode = build()
  if (process.exitCode === 0) writeFileSync(PAGE, await commandPage())
}
