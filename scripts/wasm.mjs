// @ts-check
/**
 * `npm run wasm`: compiles wasm/ (column loops in AssemblyScript, two values at a time) into the module text that
 * src/indicators/kernels/compiled-code.ts holds. `--check` fails where that is not what wasm/ compiles to.
 */
import { readFileSync, writeFileSync } from 'node:fs'
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

const text = `/** The WebAssembly module of wasm/ as base64. Written by \`npm run wasm\`. */
export const COMPILED_CODE =
  '${Buffer.from(await compile()).toString('base64')}'
`
if (process.argv.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== text) {
    console.error(`compiled-code.ts must be what wasm/ compiles to, but it is not. Run \`npm run wasm\`.`)
    process.exitCode = 1
  }
} else writeFileSync(TARGET, text)
