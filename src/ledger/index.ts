export type { LedgerBlock } from './block.ts'
export type { EquityCurve, Fill, OpenLot, Trade } from './evidence.ts'
