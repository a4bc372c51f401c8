/** Rows under a seal: how they are written and how they are checked on the way back. */
import { damaged, type NamedRow } from './columns.ts'
import { sha256Hex } from './rules.ts'
import { SEALED, type SealedTable } from './schema.ts'

export type SealedValue = string | number | null

/** The statement that inserts a sealed row; its values are those of `sealed`, then those of columns under no seal. */
export function insertSealed(table: SealedTable, ...unsealed: readonly string[]): string {
  const columns = [...SEALED[table], 'seal', ...unsealed]
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
}

/** The values of a row in the order of its table's sealed columns, with their seal at the end. */
export function sealed(values: readonly SealedValue[]): SealedValue[] {
  return [...values, sealOf(values)]
}

/** Throws `DataError` STORE_DAMAGED unless every sealed column is as it was written. */
export function requireSeal(table: SealedTable, at: NamedRow): void {
  const seal = sealOf(SEALED[table].map((column) => at.row[column]))
  if (at.row['seal'] !== seal)
    throw damaged(at, 'seal', 'that of its columns: one of them is not as it was saved')
}

function sealOf(values: readonly unknown[]): string {
  return sha256Hex(JSON.stringify(values))
}
