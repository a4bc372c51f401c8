/**
 * Judges a strategy's text before it runs: tier 1 is self-contained; tier 2 also holds npm packages or draws from
 * Math.random; whatever reads the clock, the machine's zone, the network, the environment or state outside of the
 * ledger is refused, with every file and line. The verdict depends on the text alone; a source map only says where.
 */
import { type AnyNode, type Comment, getLineInfo, type Program, parse } from 'acorn'
import { DataError, UsageError } from '../model/index.ts'
import type { FindingCode } from './ambient-names.ts'
import { ambientSuspicion, readsRandom, type Suspicion } from './ambient-rules.ts'
import { isDead } from './dead-code.ts'
import { type DoorImport, doorImport, unknownImport } from './door-imports.ts'
import { type Place, placesOf } from './scope.ts'
import { stateSuspicion } from './state-rules.ts'
import { originalPlaces, type PackageVersion, readStrategyHead, type StrategyText } from './strategy-text.ts'

export interface Finding {
  readonly code: FindingCode
  readonly what: string
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based. */
  readonly column: number
}

export interface Preflight {
  readonly tier: 1 | 2
  /** The npm packages in the text. */
  readonly packages: readonly PackageVersion[]
  /** Where Math.random is read; it is seeded by the run's seed. */
  readonly randomness: readonly Finding[]
  /** Reasons to refuse: none, or it would have been thrown. */
  readonly findings: readonly Finding[]
}

/** Where the code of one file begins in the text. */
interface Region {
  readonly start: number
  readonly isPackage: boolean
}

/**
 * The reproducibility tier of a strategy's text. `door` holds the names that 'throughline' offers; without it they are
 * not checked. Throws `UsageError` STRATEGY_NOT_REPRODUCIBLE with `details.findings` or UNKNOWN_IMPORT, or
 * `DataError` BAD_STRATEGY_TEXT where the text is not what the bundler made.
 */
export function preflight(bundle: StrategyText, door?: readonly string[]): Preflight {
  const { text } = bundle
  const { length: headLength, packages } = readStrategyHead(text)
  const { program, comments } = parseText(text)
  const regions = regionsOf(program, comments, headLength)
  const suspicions = new Map<number, Suspicion>()
  const random: Suspicion[] = []
  let unknown: DoorImport | undefined
  for (const place of placesOf(program)) {
    const region = regionAt(regions, place.node.start)
    if (region === undefined) continue
    const found = suspicionAt(place, region.isPackage)
    if (found !== undefined && !isDead(place)) {
      // An assignment comes before its target, and says more than that the target is unknown.
      const offset = tellingOffset(found.node)
      if (!suspicions.has(offset)) suspicions.set(offset, found)
    }
    if (readsRandom(place) && !isDead(place)) {
      random.push({ node: place.node, code: 'RANDOMNESS', what: 'Math.random() is seeded once a run' })
    }
    const taken = door === undefined ? undefined : doorImport(place)
    if (taken !== undefined && !door!.includes(taken.name)) unknown ??= taken
  }
  const locate = locator(bundle)
  if (suspicions.size > 0) throw notReproducible(inOrder([...suspicions.values()].map(locate)))
  if (unknown !== undefined) {
    throw unknownImport(unknown.name, locate({ ...unknown, code: 'MODULE', what: '' }), door!)
  }
  const tier = packages.length > 0 || random.length > 0 ? 2 : 1
  return { tier, packages, randomness: inOrder(random.map(locate)), findings: [] }
}

function suspicionAt(place: Place, isPackage: boolean): Suspicion | undefined {
  const ambient = ambientSuspicion(place, isPackage)
  return ambient === undefined ? stateSuspicion(place, isPackage) : { node: place.node, ...ambient }
}

function parseText(text: string): { program: Program; comments: readonly Comment[] } {
  const comments: Comment[] = []
  try {
    const program = parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowReturnOutsideFunction: true,
      onComment: comments,
    })
    return { program, comments }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new DataError(
      'BAD_STRATEGY_TEXT',
      `A strategy's text must be a script in strict mode, but it is not: ${error.message}.`,
      { reason: error.message },
      error,
    )
  }
}

/** The parts of the text by file, told by the comments that the bundler leaves between top-level statements. */
function regionsOf(program: Program, comments: readonly Comment[], headLength: number): readonly Region[] {
  const regions: Region[] = []
  let index = 0
  for (const comment of comments) {
    // The bundler also keeps annotations for itself (@__NO_SIDE_EFFECTS__).
    if (comment.type !== 'Line' || comment.start < headLength || /^ [@#]__/.test(comment.value)) continue
    while (index < program.body.length && program.body[index]!.end <= comment.start) index++
    const inside = index < program.body.length && program.body[index]!.start < comment.start
    if (!inside)
      regions.push({ start: comment.start, isPackage: /(^|\/)node_modules\//.test(comment.value.trim()) })
  }
  return regions
}

/** The last region that begins at or before an offset; before the first one stands the bundler's own code. */
function regionAt(regions: readonly Region[], offset: number): Region | undefined {
  let low = 0
  let high = regions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (regions[middle]!.start <= offset) low = middle + 1
    else high = middle
  }
  return regions[low - 1]
}

function locator(bundle: StrategyText): (suspicion: Suspicion) => Finding {
  let original: ReturnType<typeof originalPlaces> | undefined
  return ({ node, code, what }) => {
    original ??= originalPlaces(bundle)
    const { line, column } = getLineInfo(bundle.text, tellingOffset(node))
    return { code, what, ...original(line, column + 1) }
  }
}

/** Where a node is best pointed at: a property by its name, as a chain of calls may begin lines above. */
function tellingOffset(node: AnyNode): number {
  return node.type === 'MemberExpression' && !node.computed ? node.property.start : node.start
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  )
}

function notReproducible(findings: readonly Finding[]): UsageError {
  const list = findings.map(({ file, line, column, what }) => `  ${file}:${line}:${column}: ${what}`)
  return new UsageError(
    'STRATEGY_NOT_REPRODUCIBLE',
    `A strategy must decide the same from the same bars at any time on any machine, but this one may not:\n${list.join('\n')}`,
    { tier: 3, findings: findings.map((finding) => ({ ...finding })) },
  )
}
