/**
 * The loops of wasm/ and the memory that they work in: one instance a thread, made when it is first asked for. A kernel of wasm/
 * takes addresses in that memory and a count of rows; its state lies there too. The memory is handed out as a stack: what is
 * taken after `mark` is given back by `release`. It never grows, so that views of it stay valid; what is not touched takes no memory.
 */
import { COMPILED_CODE } from './compiled-code.ts'
import type { CompiledKernels } from './compiled-kernels.ts'

interface WasmMemory {
  readonly buffer: ArrayBuffer
}

// What this folder's compiler options leave out, since it belongs to no edition of the language.
declare const WebAssembly: {
  readonly Memory: new (shape: { initial: number; maximum: number }) => WasmMemory
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

const PAGE_BYTES = 65_536
/** 256 MiB; as scripts/wasm.mjs says it to the compiler. */
const PAGES = 4_096
/** Bytes that there are after all that is taken: loops fetch columns so far ahead. */
const AHEAD = 4_096
/** Columns leave the last quarter to the states of loops. */
const COLUMN_BYTES = (PAGES * PAGE_BYTES * 3) / 4
/** Below lies what the compiler may place itself. */
const FIRST_FREE = 4_096
/** Alignment of all that is taken: a cache line. */
const LINE = 64

interface Workshop {
  readonly kernels: CompiledKernels
  readonly buffer: ArrayBuffer
  top: number
}

let workshop: Workshop | undefined

function open(): Workshop {
  if (workshop === undefined) {
    const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES })
    const module = new WebAssembly.Module(bytesOf(COMPILED_CODE))
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    workshop = { buffer: memory.buffer, kernels: exports as CompiledKernels, top: FIRST_FREE }
  }
  return workshop
}

export function compiledKernels(): CompiledKernels {
  return open().kernels
}

/** The present height of the stack. */
export function mark(): number {
  return open().top
}

/** Gives back all that was taken since the mark. */
export function release(height: number): void {
  open().top = height
}

/** The address of so many bytes, not cleared; undefined where the memory has no room for them. */
export function take(bytes: number): number | undefined {
  return takeBelow(PAGES * PAGE_BYTES - AHEAD, bytes)
}

function takeBelow(limit: number, bytes: number): number | undefined {
  const shop = open()
  const address = Math.ceil(shop.top / LINE) * LINE
  if (address + bytes > limit) return undefined
  shop.top = address + bytes
  return address
}

/** A column of any content, in this memory while it has room, else elsewhere. */
export function takeColumn(length: number): Float64Array {
  const address = takeBelow(COLUMN_BYTES, 8 * length)
  return address === undefined ? new Float64Array(length) : doublesAt(address, length)
}

/** Doubles at an address that was taken. */
export function doublesAt(address: number, length: number): Float64Array {
  return new Float64Array(open().buffer, address, length)
}

/** The address of an array in this thread's memory, or -1 where it lies elsewhere. */
export function addressOf(values: Float64Array): number {
  return values.buffer === workshop?.buffer ? values.byteOffset : -1
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function bytesOf(base64: string): Uint8Array {
  const valueOf = new Uint8Array(128)
  for (let i = 0; i < DIGITS.length; i++) valueOf[DIGITS.charCodeAt(i)] = i
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((base64.length / 4) * 3 - padding)
  for (let i = 0, at = 0; i < base64.length; i += 4) {
    let bits = 0
    for (let k = 0; k < 4; k++) bits = (bits << 6) | valueOf[base64.charCodeAt(i + k)]!
    for (let k = 16; k >= 0 && at < bytes.length; k -= 8) bytes[at++] = (bits >> k) & 255
  }
  return bytes
}
