/** What an instrument must be to be sealed. */
import { ASSET_CLASSES, CALENDAR_NAMES, type Instrument, UsageError } from '../model/index.ts'
import { isInstrumentName } from './read/names.ts'

/** Whether an instrument's fields can be sealed. Throws `UsageError` BAD_INSTRUMENT. */
export function refuseBadInstrument(instrument: Instrument): void {
  const { id, symbol, assetClass, currency, tickSize, lotSize, multiplier, calendar } = instrument
  const isStep = (value: number | null): boolean => value === null || (Number.isFinite(value) && value > 0)
  const faults: readonly (readonly [boolean, string])[] = [
    [isInstrumentName(id), `its id must be 1 to 64 bytes of printable text, but it is '${id.slice(0, 80)}'`],
    [isInstrumentName(symbol), `its symbol must be printable text, but it is '${symbol.slice(0, 80)}'`],
    [
      ASSET_CLASSES.includes(assetClass),
      `its asset class must be one of ${ASSET_CLASSES.join(', ')}, but it is '${assetClass}'`,
    ],
    [
      /^[A-Z0-9]{2,10}$/.test(currency),
      `its currency must be a code like USD or BTC, but it is '${currency}'`,
    ],
    [isStep(tickSize), `its tick size must be above 0 or null, but it is ${tickSize}`],
    [isStep(lotSize), `its lot size must be above 0 or null, but it is ${lotSize}`],
    [
      Number.isFinite(multiplier) && multiplier > 0,
      `its multiplier must be above 0, but it is ${multiplier}`,
    ],
    [
      calendar === undefined || CALENDAR_NAMES.includes(calendar),
      `its calendar must be one of ${CALENDAR_NAMES.join(', ')}, but it is '${calendar}'`,
    ],
  ]
  const fault = faults.find(([isRight]) => !isRight)
  if (fault === undefined) return
  throw new UsageError('BAD_INSTRUMENT', `Instrument '${id.slice(0, 80)}' cannot be sealed: ${fault[1]}.`, {
    instrument: id.slice(0, 80),
  })
}
