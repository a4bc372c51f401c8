/** How far a value is from another, in percent of that one; 0 where that is 0. */
export function percentChange(value: number, base: number): number {
  return base === 0 ? 0 : ((value - base) / base) * 100
}
