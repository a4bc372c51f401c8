/**
 * Ctrl-C. While the process waits (reading, storing) an interrupt ends it with exit code 130 after what was begun is
 * taken back. Inside a long calculation no handler can run, so there the system's own way is left in place: the process
 * ends at once by the signal, which shells report as 130 too. Nothing stored is ever half-done either way.
 */
const undoings = new Set<() => void>()

/** Registers what must be taken back if the process is interrupted now; call the result once it need not be. */
export function undoOnInterrupt(undo: () => void): () => void {
  undoings.add(undo)
  return () => undoings.delete(undo)
}

function leave(): never {
  for (const undo of undoings) undo()
  process.exit(130)
}

/** Installs the handler; the result removes it. */
export function exitOnInterrupt(): () => void {
  process.on('SIGINT', leave)
  return () => process.off('SIGINT', leave)
}

/** Hands Ctrl-C to the system (`true`) for a calculation that lets no handler run, or takes it back (`false`). */
export function leaveInterruptsToSystem(isCalculating: boolean): void {
  process.off('SIGINT', leave)
  if (!isCalculating) process.on('SIGINT', leave)
}
