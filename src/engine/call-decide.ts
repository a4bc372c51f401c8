/**
 * The one call of a strategy's `decide`. Where V8 has always seen one function called at a place, it compiles that function into
 * the place: `decide` would become part of `step`, where no room is left to inline the getters of views as well, and each read of a bar
 * would be a call (measured: up to 1.7 times the loop). So this place sees two other functions first, often enough that V8 takes
 * note of them, and `decide` is compiled by itself.
 */
interface Decider<P, Q> {
  decide(pulse: P, params: Q): void
}

export function callDecide<P, Q>(strategy: Decider<P, Q>, pulse: P, params: Q): void {
  strategy.decide(pulse, params)
}

let seen = 0
const OTHERS: readonly Decider<number, number>[] = [
  {
    decide(pulse) {
      seen += pulse
    },
  },
  {
    decide(pulse, params) {
      seen -= pulse * params
    },
  },
]
/** V8 begins to take notes after some sixty calls of a function so short. */
const CALLS = 256
for (let n = 0; n < CALLS; n++) callDecide(OTHERS[n & 1]!, n, n)
