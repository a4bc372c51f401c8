/** The commands under `cache`, each imported when it is called. */
import type { Command } from 'commander'
import { declareCommand, declareGroup } from '../shell/declare.ts'
import type { PruneFlags } from './cache.ts'

export function declareCache(program: Command): void {
  const cache = declareGroup(program, 'cache', "Vendors' bars that were fetched once: stats, prune, verify")
  declareCommand(
    cache,
    {
      usage: 'stats',
      summary: 'What the cache holds, and how often it had what was asked',
      examples: ['throughline cache stats'],
    },
    async (flags) => (await import('./cache.ts')).cacheStats(flags),
  )
  declareCommand<PruneFlags>(
    cache,
    {
      usage: 'prune',
      summary: 'Remove what is damaged or not needed, and the parts that the flags choose',
      options: [
        ['--vendor <name>', 'parts of this vendor'],
        ['--symbol <name>', 'parts of this symbol'],
        ['--interval <interval>', 'parts of this interval'],
        ['--older-than <days>', 'parts that were fetched more than so many days ago'],
        ['--all', 'every part'],
      ],
      notes: ['A part goes where all flags that are given choose it; what goes can be fetched again.'],
      examples: ['throughline cache prune --vendor alpaca --older-than 365'],
    },
    async (flags) => (await import('./cache.ts')).cachePrune(flags),
  )
  declareCommand(
    cache,
    {
      usage: 'verify',
      summary: 'Check every byte of the cache against its hashes',
      examples: ['throughline cache verify'],
    },
    async (flags) => (await import('./cache.ts')).cacheVerify(flags),
  )
}
