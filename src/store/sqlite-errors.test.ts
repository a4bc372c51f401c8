import { describe, expect, it } from 'vitest'
import { UsageError } from '../model/index.ts'
import { storeError } from './sqlite-errors.ts'

const sqlite = (errcode: number): Error =>
  Object.assign(new Error('it failed'), { code: 'ERR_SQLITE_ERROR', errcode })
const system = (code: string): Error => Object.assign(new Error('it failed'), { code })

describe('an error of SQLite or the system', () => {
  it.each([
    ['SQLITE_BUSY', sqlite(5), 'STORE_BUSY', 3],
    ['SQLITE_BUSY_SNAPSHOT', sqlite(517), 'STORE_BUSY', 3],
    ['SQLITE_LOCKED', sqlite(6), 'STORE_BUSY', 3],
    ['SQLITE_READONLY', sqlite(8), 'STORE_READ_ONLY', 3],
    ['SQLITE_READONLY_ROLLBACK', sqlite(776), 'STORE_INTERRUPTED', 3],
    ['SQLITE_FULL', sqlite(13), 'DISK_FULL', 3],
    ['SQLITE_IOERR_WRITE', sqlite(778), 'DISK_FULL', 3],
    ['SQLITE_IOERR_FSYNC', sqlite(1034), 'DISK_FULL', 3],
    ['SQLITE_IOERR_SHMSIZE', sqlite(4874), 'DISK_FULL', 3],
    ['SQLITE_IOERR_READ', sqlite(266), 'STORE_IO', 3],
    ['SQLITE_CORRUPT', sqlite(11), 'STORE_DAMAGED', 3],
    ['SQLITE_CORRUPT_INDEX', sqlite(779), 'STORE_DAMAGED', 3],
    ['SQLITE_NOTADB', sqlite(26), 'STORE_DAMAGED', 3],
    ['SQLITE_CANTOPEN', sqlite(14), 'STORE_IO', 3],
    ['SQLITE_CONSTRAINT_TRIGGER', sqlite(1811), 'STORE_FAILED', 70],
    ['ENOSPC', system('ENOSPC'), 'DISK_FULL', 3],
    ['EROFS', system('EROFS'), 'STORE_READ_ONLY', 3],
    ['EACCES', system('EACCES'), 'STORE_READ_ONLY', 3],
    ['ENOTDIR', system('ENOTDIR'), 'STORE_IO', 3],
    ['an integer beyond 2^53', system('ERR_OUT_OF_RANGE'), 'STORE_DAMAGED', 3],
    ['anything else', new TypeError('it failed'), 'STORE_FAILED', 70],
  ])('%s names the store and keeps its cause', (_, error, code, exitCode) => {
    const given = storeError(error, 'some/throughline.db')
    expect(given).toMatchObject({ code, exitCode, cause: error })
    expect(given.message).toContain('some/throughline.db')
    expect(given.details['path']).toBe('some/throughline.db')
  })

  it('passes through where it is one of ours', () => {
    const error = new UsageError('BAD_TAG', 'a tag')
    expect(storeError(error, 'x')).toBe(error)
  })
})
