// @ts-check
/** Step `imports` of the checks: the ladder, the front doors, no cycles, and the proof that all of it was read. */
import { readImports, unreadImports } from './imports.mjs'

const { modules, violations } = await readImports()
const problems = [...unreadImports(modules), ...violations]
for (const problem of problems) console.error(problem)
const imports = modules.reduce((sum, { dependencies }) => sum + dependencies.length, 0)
console.log(`${modules.length} modules, ${imports} imports, ${problems.length} violations`)
if (problems.length > 0) process.exitCode = 1
