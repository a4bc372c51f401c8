/** Changes one byte of a stored ledger behind the store's back, as a failing disk would. */
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'

/** Flips a bit in the middle of the first block of whatever run the store in `cwd` holds. */
export async function changeLedgerByte(cwd: string): Promise<void> {
  const database = new DatabaseSync(join(cwd, '.throughline', 'throughline.db'))
  try {
    const triggers = database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()
    for (const { name } of triggers as { name: string }[]) database.exec(`DROP TRIGGER "${name}"`)
    const block = database.prepare('SELECT rowid AS id, bytes FROM ledger_blocks LIMIT 1').get() as {
      id: number
      bytes: Uint8Array
    }
    const bytes = Uint8Array.from(block.bytes)
    bytes[bytes.length >> 1]! ^= 1
    database.prepare('UPDATE ledger_blocks SET bytes = ? WHERE rowid = ?').run(bytes, block.id)
  } finally {
    database.close()
  }
}
