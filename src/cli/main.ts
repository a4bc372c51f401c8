#!/usr/bin/env node
/** The `throughline` command. Nothing is imported before Node is known to be new enough to import it. */
import * as nodeModule from 'node:module'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `error: Throughline needs Node 20.19 or later, but this is Node ${process.versions.node}. Install a newer Node and run the command again.\n`,
  )
  process.exitCode = 2
} else {
  keepCompiledCode()
  const { runCommandLine } = await import('./index.ts')
  await runCommandLine(process.argv.slice(2))
}

/**
 * From Node 22.1 on, V8's compiled code of this package is kept between calls, where Node keeps it (a folder in the system's
 * temporary one; NODE_DISABLE_COMPILE_CACHE=1 turns it off). It saves a run some 5 % of its processor time.
 */
function keepCompiledCode(): void {
  const { enableCompileCache } = nodeModule as typeof nodeModule & { enableCompileCache?: () => unknown }
  enableCompileCache?.()
}
