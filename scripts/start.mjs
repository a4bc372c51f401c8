// @ts-check
/** `npm start`: from a fresh clone to the demo. Installs and builds what is missing; arguments go to the demo. */
import { join } from 'node:path'
import { build, install, ROOT, requireNode, run } from './prepare.mjs'

requireNode()
process.exitCode =
  install() ||
  build() ||
  run(process.execPath, [join(ROOT, 'dist', 'cli', 'main.js'), 'demo', ...process.argv.slice(2)])
