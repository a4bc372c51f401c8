// @ts-check
/**
 * `npm run wasm`: compiles wasm/ (column loops in AssemblyScript, two values at a time) into the module text that
 * src/indicators/kernels/compiled-code.ts holds. `--check` fails where that is not what wasm/ compiles to, or holds a loop that nothing calls.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'
import { ROOT } from './prepare.mjs'

const TARGET = join(ROOT, 'src', 'indicators', 'kernels', 'compiled-code.ts')
const FLAGS = [
  '-O3',
  '--noAssert',
  '--runtime=stub',
  '--importMemory',
  '--initialMemory=4096',
  '--maximumMemory=4096',
  '--enable=simd',
  '--enable=bulk-memory',
  '--memoryBase=1024',
  // Registers are exchanged within the module alone, and its addresses have 32 bits.
  '--disableWarning=112',
  '--disableWarning=201',
]

/** @returns {Promise<Uint8Array>} */
async function compile() {
  /** @type {Uint8Array | undefined} */
  let binary
  const { error } = await asc.main(
    ['wasm/index.ts', '--outFile=kernels.wasm', `--baseDir=${ROOT}`, ...FLAGS],
    {
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm') && typeof contents !== 'string') binary = contents
      },
      stderr: process.stderr,
    },
  )
  if (error !== null) throw error
  if (binary === undefined) throw new Error('wasm/ must compile to a module, but the compiler wrote none.')
  return binary
}

/** What wasm/index.ts exports and no indicator calls: whole words in src/indicators, the list of kernels aside. */
function uncalled() {
  const folder = join(ROOT, 'src', 'indicators')
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/compiled-(kernels|code)\.ts$|\.test\.ts$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
  const lists = readFileSync(join(ROOT, 'wasm', 'index.ts'), 'utf8').matchAll(/\{([^}]*)\}/g)
  const names = [...lists].flatMap(([, list = '']) => list.match(/\w+/g) ?? [])
  return names.filter((name) => !texts.some((each) => new RegExp(`[.'{ ]${name}\\b[^:]`).test(each)))
}

const text = `/** The WebAssembly module of wasm/ as base64. Written by \`npm run wasm\`. */
export const COMPILED_CODE =
  '${Buffer.from(await compile()).toString('base64')}'
`
if (process.argv.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== text) {
    console.error(`compiled-code.ts must be what wasm/ compiles to, but it is not. Run \`npm run wasm\`.`)
    process.exitCode = 1
  }
  const idle = uncalled()
  if (idle.length > 0) {
    console.error(
      `Every export of wasm/ must be called in src/indicators, but ${idle.join(', ')} is not. Delete it.`,
    )
    process.exitCode = 1
  }
} else writeFileSync(TARGET, text)
