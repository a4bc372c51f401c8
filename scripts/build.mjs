// @ts-check
/** `npm run build`: compiles src/ into dist/ where dist/ is not already the build of these sources. */
import { build, install, requireNode } from './prepare.mjs'

requireNode()
process.exitCode = install() || build()
