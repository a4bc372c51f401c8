export { type BacktestEvidence, type BacktestSetting, backtest, PLAIN_CONFIG } from './backtest.ts'
export { type SmallSeries, smallTable } from './bars.ts'
export { createMemoryStore } from './memory-store.ts'
export { type RandomTable, randomTable } from './random-table.ts'
export {
  type SampleRun,
  type SampleRunOptions,
  sampleRun,
  sampleSnapshot,
  sampleVerdict,
} from './sample-run.ts'
export { type ContractCase, type StoreContractOptions, storeContract } from './store-contract.ts'
