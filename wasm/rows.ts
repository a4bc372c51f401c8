/** The address of row `t` of a column of doubles. */
export function at(column: usize, t: i32): usize {
  return column + ((<usize>t) << 3)
}

/** Two rows at `y`, or one where the column ends: what follows it may be another's. */
export function put(y: usize, rows: v128, end: usize): void {
  if (y + 16 <= end) v128.store(y, rows)
  else v128.store64_lane(y, rows, 0)
}
