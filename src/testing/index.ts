export { type BacktestEvidence, type BacktestSetting, backtest, PLAIN_CONFIG } from './backtest.ts'
export { barSourceContract } from './bar-source-contract.ts'
export {
  type BarSourceContractOptions,
  barAt,
  fakeSurroundings,
  type OpenedSource,
  PLANTED_SECRETS,
} from './bar-source-worlds.ts'
export { firstPulses, type SmallSeries, smallTable } from './bars.ts'
export { createMemoryStore } from './memory-store.ts'
export { type RandomTable, randomTable } from './random-table.ts'
export { type ReaderContractOptions, readerContract } from './reader-contract.ts'
export {
  type SampleRun,
  type SampleRunOptions,
  sampleRun,
  sampleSnapshot,
  sampleVerdict,
} from './sample-run.ts'
export { type ContractCase, type StoreContractOptions, storeContract } from './store-contract.ts'
export { PAGE_FAULTS, type PageFault, type VendorBar, type VendorWorld } from './vendor-bars.ts'
export {
  startVendorServer,
  type TransportFault,
  type VendorAnswer,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts'
export {
  type AlpacaServerOptions,
  alpacaServer,
  binanceServer,
  HTTP_KEY,
  type HttpShape,
  httpBarsServer,
} from './vendor-servers.ts'
