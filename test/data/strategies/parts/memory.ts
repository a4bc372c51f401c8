let last = 0

/** Keeps a number in the module: the strategies that import this are refused. */
export function remember(value: number): number {
  const before = last
  last = value // ! MODULE_STATE
  return before
}
