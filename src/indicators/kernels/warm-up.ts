/** The rows of a column that a kernel takes itself before a loop goes on with its state. */
import type { ColumnRun } from '../definition.ts'

export interface WarmUp extends ColumnRun {
  /** Outputs are written from this row on. */
  readonly first: number
}

/** Steps over the rows from `start` up to but not including `end`. */
export function stepRows(
  { inputs, outputs, start, end, first }: WarmUp,
  step: (input: Float64Array, output: Float64Array) => void,
): void {
  const input = new Float64Array(inputs.length)
  const output = new Float64Array(outputs.length)
  for (let t = start; t < end; t++) {
    for (let k = 0; k < inputs.length; k++) input[k] = inputs[k]![t]!
    step(input, output)
    if (t >= first) for (let k = 0; k < outputs.length; k++) outputs[k]![t] = output[k]!
  }
}
