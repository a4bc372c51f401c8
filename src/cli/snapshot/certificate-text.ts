/** The quality certificate of a snapshot as a person reads it: coverage, gaps, findings with their places; 80 columns. */
import { describeExample, FINDINGS, type Finding, type SnapshotManifest } from '../../data/index.ts'
import { isoTime } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'
import { tableText } from '../shell/table.ts'

const WIDTH = 80
const SHOWN_INSTRUMENTS = 20
const SHOWN_EXAMPLES = 3

type Certified = Pick<SnapshotManifest, 'findings' | 'coverage' | 'instruments'>

/** Everything that the checks said, and how much of what is expected of each instrument is there. */
export async function certificateText(manifest: Certified): Promise<string> {
  const { findings } = manifest
  return [
    ...coverageLines(manifest),
    ...gapLines(findings),
    findingsHead(findings),
    ...findings.flatMap(findingBlock),
    '',
    await instrumentTable(manifest),
  ].join('\n')
}

/** What the document says of coverage: for each instrument, how many bars were expected and how many are missing. */
export function coverageDocument({ instruments, coverage }: Certified) {
  return instruments.map(({ id }, index) => {
    const { calendar, bars, missing } = coverage[index]!
    return { instrument: id, calendar, expected: bars + missing, bars, missing }
  })
}

function coverageLines({ coverage }: Certified): string[] {
  const there = coverage.reduce((sum, { bars }) => sum + bars, 0)
  const missing = coverage.reduce((sum, one) => sum + one.missing, 0)
  const calendars = [...new Set(coverage.map(({ calendar }) => calendar))].sort()
  return wrapped(
    `Coverage: ${share(there, there + missing)} of what is expected; ${formatCount(missing)} of ${formatCount(there + missing)} bars missing between the first and the last of each instrument, by the calendar ${calendars.map((name) => (name === 'none' ? 'none (the weekly pattern of the bars)' : name)).join(', ')}`,
    2,
  )
}

/** How many gaps, and the longest of them with its place. */
function gapLines(findings: readonly Finding[]): string[] {
  const gaps = findings.filter(({ code }) => code === 'GAPS' || code === 'SINGLE_BAR_GAPS')
  const count = gaps.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return ['Gaps: none']
  // The examples of GAPS come with the longest first.
  const longest = gaps[0]!.examples[0]
  const where =
    longest === undefined
      ? ''
      : `; ${[longest.instrument, longest.time].filter(Boolean).join(' ')}: ${longest.text}`
  return wrapped(`Gaps: ${formatCount(count)}${where}`, 2)
}

function findingsHead(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Findings: none'
  const counts = (['accepted', 'error', 'warning'] as const).flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length
    if (count === 0) return []
    const name = severity === 'accepted' ? 'error that was accepted' : severity
    const names = severity === 'accepted' ? 'errors that were accepted' : `${severity}s`
    return [`${count} ${count === 1 ? name : names}`]
  })
  return `Findings: ${counts.join(', ')}`
}

function findingBlock({ code, severity, count, examples }: Finding): string[] {
  // A snapshot that another version sealed may bear a code that this one does not know.
  const known: Readonly<Partial<Record<string, readonly [string, string]>>> = FINDINGS
  const meaning = known[code]?.[1] ?? 'a finding that this version does not know'
  const shown = examples.slice(0, SHOWN_EXAMPLES)
  const note = severity === 'accepted' ? `${meaning}; such rows were left out` : meaning
  return [
    `  ${severity} ${code}, ${formatCount(count)} ${count === 1 ? 'time' : 'times'}`,
    ...wrapped(note, 4, '    '),
    ...shown.flatMap((example) =>
      wrapped(describeExample(code, example).replace(` [${code}]`, ''), 8, '      '),
    ),
    ...(count > shown.length ? [`      and ${formatCount(count - shown.length)} more`] : []),
  ]
}

/** The instruments as a table; what is the same of all of them is said once, above it. */
async function instrumentTable({ instruments, coverage }: Certified): Promise<string> {
  const told = (['assetClass', 'currency'] as const).map((name) => ({
    head: name === 'assetClass' ? 'class' : name,
    values: instruments.map((one) => one[name]),
  }))
  const calendars = { head: 'calendar', values: coverage.map(({ calendar }) => calendar) }
  const isSame = ({ values }: { readonly values: readonly string[] }): boolean => new Set(values).size === 1
  const common = [...told, calendars].filter(isSame).map(({ head, values }) => `${head} ${values[0]}`)
  const before = told.filter((column) => !isSame(column))
  const after = [calendars].filter((column) => !isSame(column))
  const table = await tableText(
    [
      'instrument',
      ...before.map(({ head }) => head),
      '>bars',
      'from',
      'to',
      ...after.map(({ head }) => head),
      '>missing',
    ],
    instruments
      .slice(0, SHOWN_INSTRUMENTS)
      .map((one, index) => [
        one.id,
        ...before.map(({ values }) => values[index]!),
        formatCount(one.bars),
        shortTime(one.firstTimeMs),
        shortTime(one.lastTimeMs),
        ...after.map(({ values }) => values[index]!),
        formatCount(coverage[index]!.missing),
      ]),
  )
  const rest = instruments.length - SHOWN_INSTRUMENTS
  return [
    `Instruments: ${formatCount(instruments.length)}${common.length === 0 ? '' : `, ${common.join(', ')}`}`,
    table,
    ...(rest > 0 ? [`and ${rest} more (all with --json)`] : []),
  ].join('\n')
}

/** Without seconds where there are none. */
function shortTime(timeMs: number): string {
  return isoTime(timeMs).replace(/^(.*T\d\d:\d\d):00Z$/, '$1Z')
}

/** `99.98 %`, never rounded up to all nor down to none. */
function share(part: number, whole: number): string {
  if (part === whole) return '100 %'
  const percent = Math.floor((part / whole) * 10_000) / 100
  return percent === 0 ? 'less than 0.01 %' : `${percent.toFixed(2)} %`
}

/** Lines of at most 80 columns, parted between words; those after the first are indented by `hanging`. */
export function wrapped(text: string, hanging: number, indent = ''): string[] {
  const lines: string[] = []
  let current = indent
  let isEmpty = true
  for (const word of text.split(' ')) {
    if (!isEmpty && current.length + 1 + word.length > WIDTH) {
      lines.push(current)
      current = `${' '.repeat(hanging)}${word}`
    } else current = isEmpty ? `${current}${word}` : `${current} ${word}`
    isEmpty = false
  }
  return [...lines, current]
}
