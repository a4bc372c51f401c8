/** The address of row `t` of a column of doubles. */
export function at(column: usize, t: i32): usize {
  return column + ((<usize>t) << 3)
}
