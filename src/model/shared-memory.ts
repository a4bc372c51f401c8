/**
 * Memory that several threads read and write. The collector of Node 20 does not see how large it is: 100 columns of 80 MB, each
 * dropped before the next is made, stood at 8 GB. So every block has a private block of its size beside it, never touched (the
 * system gives no pages for it) and dropped with it, which the collector does see.
 */

const seen = new WeakMap<SharedArrayBuffer, ArrayBuffer>()

/** Below this a private block would have pages, and a copy costs less than a thread's start. */
const LARGE_BYTES = 1 << 20

/** Zeroed memory that threads can share. */
export function sharedMemory(bytes: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes)
  if (bytes >= LARGE_BYTES) seen.set(memory, new ArrayBuffer(bytes))
  return memory
}

/** Zeroed memory for a column: such as threads can share where it is large. */
export function columnMemory(bytes: number): ArrayBufferLike {
  return bytes >= LARGE_BYTES ? sharedMemory(bytes) : new ArrayBuffer(bytes)
}
