/** The first bytes of a text file: UTF-8, with or without a byte order mark, or a clear word on what they are instead. */
import { DataError } from '../../model/index.ts'

export interface TextHead {
  readonly text: string
  /** Bytes of the byte order mark, which is not part of the text. */
  readonly markBytes: number
}

/** Throws `DataError` EMPTY_FILE, NOT_TEXT. A character that the end of the head cuts is left out. */
export function decodeHead(file: string, head: Uint8Array): TextHead {
  if (head.length === 0) {
    throw new DataError('EMPTY_FILE', `${file} must hold a header and rows, but it is empty.`, { file })
  }
  const refuse = (what: string): DataError =>
    new DataError(
      'NOT_TEXT',
      `${file} must be text in UTF-8, but ${what}. Export it as CSV (UTF-8) and import that.`,
      { file },
    )
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw refuse('it is UTF-16')
  }
  const control = head.findIndex((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)
  if (control >= 0) throw refuse(`byte ${control} is ${head[control]}, which no text has`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return { text, markBytes: head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0 }
  } catch {
    throw refuse('its bytes are not UTF-8')
  }
}
