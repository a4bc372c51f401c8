/** The one file of this folder that touches the disk: a report is written whole, beside its name first, or not at all. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { DataError, didYouMean, UsageError } from '../model/index.ts'
import type { ReportEvidence } from './evidence.ts'
import { renderHtml } from './render-html.ts'
import { renderJson } from './render-json.ts'
import { renderMarkdown } from './render-markdown.ts'

export const REPORT_FORMATS = ['html', 'md', 'json'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** Reads `html`, `md` or `json`. Throws `UsageError` BAD_REPORT_FORMAT. */
export function parseReportFormat(text: string): ReportFormat {
  const format = REPORT_FORMATS.find((name) => name === text)
  if (format !== undefined) return format
  throw new UsageError(
    'BAD_REPORT_FORMAT',
    `A report's format must be one of ${REPORT_FORMATS.join(', ')}, but it is '${text}'.${didYouMean(text, REPORT_FORMATS)}`,
    { format: text },
  )
}

/** The report's text in one format. */
export async function renderReport(evidence: ReportEvidence, format: ReportFormat): Promise<string> {
  switch (format) {
    case 'html':
      return renderHtml(evidence)
    case 'md':
      return renderMarkdown(evidence)
    case 'json':
      return renderJson(evidence)
    default:
      return format satisfies never
  }
}

export interface WrittenReport {
  /** Absolute. */
  readonly path: string
  readonly bytes: number
}

/**
 * Renders and writes a report, making its folder; a file of that name is replaced. Throws `UsageError` REPORT_UNWRITABLE,
 * `DataError` DISK_FULL; nothing is left behind then.
 */
export async function writeReport(
  evidence: ReportEvidence,
  format: ReportFormat,
  path: string,
): Promise<WrittenReport> {
  const text = await renderReport(evidence, format)
  const target = resolve(path)
  const partial = `${target}.${process.pid}.part`
  try {
    await mkdir(dirname(target), { recursive: true })
    await writeFile(partial, text)
    await rename(partial, target)
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined)
    throw writeRefusal(target, error)
  }
  return { path: target, bytes: Buffer.byteLength(text) }
}

function writeRefusal(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DataError(
      'DISK_FULL',
      `The disk must have room for the report ${path}, but it is full (${code}).`,
      {
        path,
      },
    )
  }
  if (code === undefined) return error
  return new UsageError(
    'REPORT_UNWRITABLE',
    `The report must go to a file that can be written, but ${path} cannot (${code}): name another.`,
    { path, system: code },
  )
}
