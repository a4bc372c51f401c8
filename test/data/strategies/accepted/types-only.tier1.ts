import { defineStrategy, type Pulse } from 'throughline'
import type { Bar } from 'throughline'
const act = (pulse: Pulse): void => {
  const bars: Bar[] = pulse.bars
  if (bars.length > 2) pulse.flatten()
}
export default defineStrategy({
  name: 'types-only',
  decide(pulse) {
    act(pulse)
  },
})
