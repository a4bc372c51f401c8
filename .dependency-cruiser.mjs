// @ts-check
/**
 * The rules of imports, as dependency-cruiser reads them. `node scripts/check.mjs imports` applies them and proves
 * that every module was read. Tests beside the code may import from any folder, through its front door like all others.
 */
import { ALL_FOLDERS, foldersClosedTo, PURE } from './scripts/ladder.mjs'

const TEST_FILE = '[.]test[.]ts$'
/** @param {readonly string[]} folders */
const anyOf = (folders) => `(${folders.join('|')})`

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const ladderRules = ALL_FOLDERS.map((folder) => ({
  name: `ladder-${folder}`,
  severity: 'error',
  comment: `src/${folder} may import only from folders below it on the ladder (scripts/ladder.json)`,
  from: { path: `^src/${folder}/`, pathNot: TEST_FILE },
  to: { path: `^src/${anyOf(foldersClosedTo(folder))}/` },
}))

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  ...ladderRules,
  {
    name: 'front-door',
    severity: 'error',
    comment:
      "import another folder through its index.ts; add the name there if it is part of the folder's face",
    from: { path: '^src/([^/]+)/' },
    to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$'] },
  },
  {
    name: 'front-door-of-package',
    severity: 'error',
    comment: 'the package index re-exports from the index.ts of each folder',
    from: { path: '^src/[^/]+[.]ts$', pathNot: TEST_FILE },
    to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index[.]ts$' },
  },
  {
    name: 'package-index-is-the-roof',
    severity: 'error',
    comment: 'no folder imports src/index.ts: import the folder that owns the name',
    from: { path: '^src/[^/]+/', pathNot: TEST_FILE },
    to: { path: '^src/[^/]+[.]ts$' },
  },
  {
    name: 'no-cycle',
    severity: 'error',
    comment: 'files must not import each other in a circle: move what both need into a third',
    from: {},
    to: { circular: true },
  },
  {
    name: 'pure-folders-stand-alone',
    severity: 'error',
    comment: 'a pure folder imports no npm package and no node: builtin: let it enter as an argument',
    from: { path: `^src/${anyOf(PURE)}/`, pathNot: TEST_FILE },
    to: { pathNot: '^src/', couldNotResolve: false },
  },
  {
    name: 'no-test-in-code',
    severity: 'error',
    comment: 'code must not import a test',
    from: { pathNot: [TEST_FILE, '^test/'] },
    to: { path: [TEST_FILE, '^test/'] },
  },
  {
    name: 'no-dev-dependency-in-code',
    severity: 'error',
    comment: 'shipped code must not import what users do not install: move it to dependencies',
    from: { path: '^src/', pathNot: TEST_FILE },
    // What is an optional peer is installed by those who use it, and loaded only then.
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
  },
  {
    name: 'examples-use-the-package',
    severity: 'error',
    comment: "examples import 'throughline' as users do, and files beside them",
    from: { path: '^examples/', pathNot: TEST_FILE },
    to: { path: '^src/', pathNot: '^src/(index|testing/index)[.]ts$' },
  },
  {
    name: 'resolvable',
    severity: 'error',
    comment: 'this import leads nowhere: correct its path or install the package',
    from: {},
    to: { couldNotResolve: true },
  },
]

export default {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
}
