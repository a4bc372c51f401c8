/**
 * A snapshot, or a part of it, as an Arrow IPC file (Feather version 2): `time` as timestamp[ms, UTC], `instrument` as a
 * dictionary of text, the prices and the volume as float64. One record batch holds bars of one instrument.
 */
import {
  AsyncByteQueue,
  Dictionary,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import { PRICE_FIELDS } from '../../model/index.ts'
import type { CanonicalColumns } from './canonical.ts'
import { type ExportRequest, exportedBars } from './exported-bars.ts'
import { readManifest } from './manifest.ts'
import { selectInstruments } from './open.ts'

const ROWS_A_BATCH = 65_536

/** The bars as an Arrow file, in pieces. Throws as `openSnapshot` does. */
export function* arrowPieces(request: ExportRequest): Generator<Uint8Array> {
  const manifest = readManifest(request.folder, request.hash)
  const ids = selectInstruments(manifest, request.instruments).map((index) => manifest.instruments[index]!.id)
  const names = vectorFromArray(ids, new Utf8())
  const pieces: Uint8Array[] = []
  const writer = new RecordBatchFileWriter()
  // The writer's own queue would hold the whole file until someone reads. A copy: the next instrument is read into the same
  // memory.
  writer.reset(
    Object.assign(new AsyncByteQueue(), { write: (bytes: Uint8Array) => pieces.push(bytes.slice()) }),
  )
  const time = new TimestampMillisecond('UTC')
  const instrument = new Dictionary(new Utf8(), new Int32())
  const value = new Float64()
  const schema = new Schema([
    new Field('time', time, false),
    new Field('instrument', instrument, false),
    ...PRICE_FIELDS.map((field) => new Field(field, value, false)),
  ])
  const struct = new Struct(schema.fields)
  for (const { id, columns } of exportedBars(request)) {
    const code = ids.indexOf(id)
    for (const part of batches(columns)) {
      const { length } = part.timeMs
      const data = new Int32Array(length).fill(code)
      const children = [
        makeData({ type: time, length, data: BigInt64Array.from(part.timeMs, BigInt) }),
        makeData({ type: instrument, length, data, dictionary: names }),
        ...PRICE_FIELDS.map((field) => makeData({ type: value, length, data: part[field] })),
      ]
      writer.write(new RecordBatch(schema, makeData({ type: struct, length, children })))
      yield* pieces.splice(0)
    }
  }
  writer.finish()
  yield* pieces
}

function* batches(columns: CanonicalColumns): Generator<CanonicalColumns> {
  for (let from = 0; from < columns.timeMs.length; from += ROWS_A_BATCH) {
    const to = from + ROWS_A_BATCH
    yield {
      timeMs: columns.timeMs.subarray(from, to),
      open: columns.open.subarray(from, to),
      high: columns.high.subarray(from, to),
      low: columns.low.subarray(from, to),
      close: columns.close.subarray(from, to),
      volume: columns.volume.subarray(from, to),
    }
  }
}
