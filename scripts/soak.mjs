// @ts-check
/**
 * `npm run soak [-- COUNT [NAME...]]`: runs the scripts of test/soak/ (all, or those named), each COUNT times round its loop
 * (200 where none is given). A script is bundled with the sources it imports into node_modules/.cache, where its packages
 * resolve, and gets COUNT as its argument; the working directory is the project's. It fails by its exit code.
 */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, CACHE, install, ROOT, requireNode, run } from './prepare.mjs'

const SCRIPTS = join(ROOT, 'test', 'soak')

/**
 * @param {string} name
 * @param {number} count
 * @returns {Promise<boolean>} whether the script ended well
 */
async function soak(name, count) {
  const outfile = join(CACHE, 'soak', `${name}-${process.pid}.mjs`)
  // Imported here, because it may have to be installed first.
  const esbuild = await import('esbuild')
  await esbuild.build({
    entryPoints: [join(SCRIPTS, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    alias: {
      throughline: join(ROOT, 'src', 'index.ts'),
      'throughline/testing': join(ROOT, 'src', 'testing', 'index.ts'),
    },
    logLevel: 'warning',
  })
  const startMs = performance.now()
  const code = run(process.execPath, ['--enable-source-maps', outfile, String(count)])
  rmSync(outfile, { force: true })
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  console.log(
    `${code === 0 ? 'ok  ' : 'FAIL'} ${seconds} s  ${name} x ${count}${code === 0 ? '' : ` (exit ${code})`}`,
  )
  return code === 0
}

/** @returns {{ count: number, names: string[] } | string} what to run, or why the arguments are refused */
function readArguments() {
  const [countText = '200', ...wanted] = process.argv.slice(2)
  const known = readdirSync(SCRIPTS)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
  if (!/^[1-9]\d*$/.test(countText))
    return `COUNT must be a whole number from 1 on, but it is '${countText}'.`
  const unknown = wanted.find((name) => !known.includes(name))
  if (unknown !== undefined) return `There is no soak '${unknown}'; test/soak/ holds: ${known.join(', ')}.`
  if (known.length === 0) return 'test/soak/ holds no script.'
  return { count: Number(countText), names: wanted.length === 0 ? known : wanted }
}

async function main() {
  requireNode()
  const chosen = readArguments()
  if (typeof chosen === 'string') {
    console.error(chosen)
    process.exitCode = 2
    return
  }
  process.exitCode = install() || build()
  if (process.exitCode !== 0) return
  for (const name of chosen.names) {
    if (!(await soak(name, chosen.count))) process.exitCode = 1
  }
}

await main()
