/** What the look-ahead proof has said of a run, in words: proved and over what, leaking and where, or not proved. */
import type { StoredLookAhead } from '../run/index.ts'
import { formatCount, formatTime } from './format.ts'
import { plural } from './html-head.ts'

/** One line. */
export function lookAheadText(verdict: StoredLookAhead | null): string {
  if (verdict === null) return 'not proved'
  const { ok, leaks } = verdict
  const said = ok ? 'proved: no later bar is used' : `LOOKS AHEAD, ${plural(leaks.length, 'leak')}`
  return `${said} (${coverageText(verdict)})`
}

/** What was looked at. */
function coverageText({ pulses, cuts, features }: StoredLookAhead): string {
  const named = features.length === 0 ? 'no features' : plural(features.length, 'feature')
  return `${plural(pulses, 'pulse')}, ${plural(cuts, 'cut')}, ${named}`
}

/** All of it, for the provenance: what was looked at, by which versions, when, and every leak's sentence. */
export function lookAheadLines(verdict: StoredLookAhead | null): readonly string[] {
  if (verdict === null) return [lookAheadText(null)]
  const { checked, engineVersion, version, features, provedMs, leaks, isOptimistic } = verdict
  const { kernels, columns, across, fills } = checked
  return [
    lookAheadText(verdict),
    ...(features.length === 0 ? [] : [`Features ${features.join(', ')}`]),
    `Checked bar by bar ${formatCount(kernels)}, whole columns ${formatCount(columns)}, across instruments ${formatCount(across)}, fills ${formatCount(fills)}`,
    `Engine ${engineVersion}, proof ${version}, ${formatTime(Math.floor(provedMs / 1_000) * 1_000)}`,
    ...(isOptimistic ? ['Optimistic: fills use the close that was decided on (same-close)'] : []),
    ...leaks.map(({ text, time }) => `${formatTime(time)}: ${text}`),
  ]
}
