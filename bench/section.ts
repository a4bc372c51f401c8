/** What a section gets and gives. */

import type { Options } from './options.ts'

export interface Setting {
  readonly options: Options
  /** The project's folder. */
  readonly root: string
  /** A folder for bars, bundles and environments that are made once. */
  readonly cache: string
  /** The bundled child.ts. */
  readonly child: string
  /** Compiles src/ into dist/; returns the compiler's exit code. */
  readonly build: () => number
  /** Prints a line at once. */
  readonly say: (text: string) => void
}

/** A section prints its tables and returns its figures for the JSON file. */
export type Section = (setting: Setting) => Promise<SectionReport>

export type SectionReport = { readonly [name: string]: unknown }
