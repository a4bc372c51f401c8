/**
 * How far ahead a value reads. Poison from bar s on changes the value at bar t exactly where s is not behind the farthest bar
 * that it reads: so that bar is found by bisection on s, once for each kind of poison, and the farthest answer counts.
 */
import { isEqual, type NodeLane, poisonsOf, runQuietly } from './column-check.ts'
import { POISON_KINDS } from './poison.ts'

/**
 * Bars from `bar` (an index of the instrument) to the farthest one that the node's value there reads; null where none shows,
 * `always` where the value is another one even with every bar as it is.
 */
export function farthestRead(lane: NodeLane, bar: number, seed: number): number | null | 'always' {
  if (lane.node.definition.columns === undefined) return null
  const t = bar - lane.start
  const bars = lane.inputs[0]?.length ?? 0
  const isOther = (values: readonly number[]): boolean =>
    values.some((value, k) => !isEqual(value, lane.outputs[k]![t]!))
  const again = valuesAt(lane, t, { poison: lane.inputs, from: bars, end: bars })
  if (lane.node.form === 'columns' && again !== undefined && isOther(again)) return 'always'
  let farthest = t
  for (const kind of POISON_KINDS) {
    const poison = poisonsOf(lane, kind, seed)
    const changes = (from: number): boolean => {
      const found = valuesAt(lane, t, { poison, from, end: kind === 'cut' ? from : bars })
      // A function may refuse poison, but not the bars that there are.
      if (found === undefined) return kind === 'cut'
      return isOther(found)
    }
    farthest = Math.max(farthest, lastTrue(t, bars, changes))
  }
  return farthest === t ? null : farthest - t
}

/** The largest s in (low, high) for which `holds`, as it does up to some s and no farther; `low` where for none. */
export function lastTrue(low: number, high: number, holds: (s: number) => boolean): number {
  let known = low
  let end = high
  while (end - known > 1) {
    const middle = (known + end) >>> 1
    if (holds(middle)) known = middle
    else end = middle
  }
  return known
}

interface Future {
  readonly poison: readonly Float64Array[]
  /** The first bar that is poison. */
  readonly from: number
  readonly end: number
}

/** The node's values at bar `t` when bars from `from` on are poison; undefined where it throws. */
function valuesAt(
  { node, inputs }: NodeLane,
  t: number,
  { poison, from, end }: Future,
): number[] | undefined {
  const work = inputs.map((column, k) => {
    const own = column.slice()
    own.set(poison[k]!.subarray(from), from)
    return own
  })
  const results = node.outputs.map(() => new Float64Array(end).fill(Number.NaN))
  const error = runQuietly(node, { inputs: work, outputs: results, start: 0, end })
  return error === undefined ? results.map((result) => result[t]!) : undefined
}
