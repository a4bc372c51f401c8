// @ts-check
/**
 * The ladder of folders under src/, lowest first. A folder imports only from folders before it; those up to `lastPure`
 * do no I/O; `testing` stands beside the ladder, sees all of it but cli, and is seen by tests alone.
 */
import { readFileSync } from 'node:fs'

/** @type {{ folders: string[], lastPure: string, testing: string }} */
const ladder = JSON.parse(readFileSync(new URL('./ladder.json', import.meta.url), 'utf8'))

const FOLDERS = ladder.folders
const TESTING = ladder.testing
export const PURE = FOLDERS.slice(0, FOLDERS.indexOf(ladder.lastPure) + 1)

/** Every folder that `src/` may hold. */
export const ALL_FOLDERS = [...FOLDERS, TESTING]

/**
 * The folders that `folder` must not import from.
 * @param {string} folder
 * @returns {string[]}
 */
export function foldersClosedTo(folder) {
  if (folder === TESTING) return ['cli']
  return [...FOLDERS.slice(FOLDERS.indexOf(folder) + 1), TESTING]
}
