import { defineStrategy } from 'throughline'
const later = async (cash: number): Promise<number> => { // ! ASYNC
  return await cash // ! ASYNC
}
export default defineStrategy({
  name: 'async-function',
  decide(pulse) {
    void later(pulse.cash)
  },
})
