#!/usr/bin/env node
/** The `throughline` command. Nothing is imported before Node is known to be new enough to import it. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `error: Throughline needs Node 20.19 or later, but this is Node ${process.versions.node}. Install a newer Node and run the command again.\n`,
  )
  process.exitCode = 2
} else {
  const { runCommandLine } = await import('./index.ts')
  await runCommandLine(process.argv.slice(2))
}
