/**
 * Whether bytes are whole zstd frames, told by the lengths in their headers alone (RFC 8878, section 3.1): Node's unpacker
 * ends a cut file without a word. Bytes may come in pieces of any length.
 */

const SKIPPABLE_HIGH = [0x2a, 0x4d, 0x18]
const DICTIONARY_BYTES = [0, 1, 2, 4] as const

export interface ZstdFrames {
  readonly push: (piece: Uint8Array) => void
  /** Whether what was pushed ends where a frame ends. */
  readonly isWhole: () => boolean
}

export function createZstdFrames(): ZstdFrames {
  let state: 'frame' | 'skippable' | 'block' = 'frame'
  let skip = 0
  let hasChecksum = false
  let head: number[] = []

  /** Takes a header once it is whole; gives false while it is not. */
  const take = (): boolean => {
    switch (state) {
      case 'frame': {
        if (head.length < 5) return false
        if (SKIPPABLE_HIGH.every((byte, n) => head[n + 1] === byte)) {
          state = 'skippable'
          return false
        }
        const descriptor = head[4]!
        hasChecksum = (descriptor & 4) !== 0
        skip = frameHeaderRest(descriptor)
        state = 'block'
        return true
      }
      case 'skippable':
        if (head.length < 8) return false
        skip = head[4]! + head[5]! * 256 + head[6]! * 65_536 + head[7]! * 16_777_216
        state = 'frame'
        return true
      case 'block': {
        if (head.length < 3) return false
        const header = head[0]! + head[1]! * 256 + head[2]! * 65_536
        const isRepeated = ((header >> 1) & 3) === 1
        skip = isRepeated ? 1 : header >> 3
        if ((header & 1) === 1) {
          skip += hasChecksum ? 4 : 0
          state = 'frame'
        }
        return true
      }
      default:
        return state satisfies never
    }
  }
  return {
    push: (piece) => {
      for (let at = 0; at < piece.length; ) {
        if (skip > 0) {
          const step = Math.min(skip, piece.length - at)
          skip -= step
          at += step
          continue
        }
        head.push(piece[at++]!)
        if (take()) head = []
      }
    },
    isWhole: () => state === 'frame' && skip === 0 && head.length === 0,
  }
}

/** Bytes of a frame's header after its descriptor: window, dictionary and content size. */
function frameHeaderRest(descriptor: number): number {
  const isSingleSegment = (descriptor & 32) !== 0
  const sizeFlag = descriptor >> 6
  const size = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 2 ** sizeFlag
  return (isSingleSegment ? 0 : 1) + DICTIONARY_BYTES[(descriptor & 3) as 0 | 1 | 2 | 3] + size
}
