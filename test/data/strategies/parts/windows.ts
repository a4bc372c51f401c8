/** Windows in bars, built while the module loads. */
export const WINDOWS: number[] = []
for (let bars = 5; bars <= 40; bars *= 2) WINDOWS.push(bars)
