// @ts-check
/**
 * `npm run bench`: bundles bench/ with the sources it imports into node_modules/.cache, where its packages resolve, and
 * runs it. What it measures and what each figure means: docs/reference/performance.md.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, CACHE, install, ROOT, requireNode } from '../scripts/prepare.mjs'

const FOLDER = join(CACHE, 'bench')

/** @returns {Promise<typeof import('./main.ts')>} */
async function bundled() {
  // Imported here, because it may have to be installed first.
  const esbuild = await import('esbuild')
  await esbuild.build({
    entryPoints: [
      { in: join(ROOT, 'bench', 'main.ts'), out: 'main' },
      { in: join(ROOT, 'bench', 'child.ts'), out: 'child' },
      { in: join(ROOT, 'src', 'run', 'feature-worker.ts'), out: 'feature-worker' },
    ],
    outdir: FOLDER,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Packages that only some sections load stay out of the memory of the others.
    splitting: true,
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  return import(pathToFileURL(join(FOLDER, 'main.mjs')).href)
}

async function main() {
  requireNode()
  process.exitCode = install()
  if (process.exitCode !== 0) return
  process.setSourceMapsEnabled(true)
  const { runBench } = await bundled()
  const place = { root: ROOT, cache: FOLDER, child: join(FOLDER, 'child.mjs'), build }
  try {
    process.exitCode = await runBench(process.argv.slice(2), place)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    console.error(error.message)
    process.exitCode = 2
  }
}

await main()
