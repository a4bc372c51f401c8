/** The prices and levels made of a bar or a swing, by name. */
import type { Definition } from '../definition.ts'
import { avgprice } from './avgprice.ts'
import { fibonacci } from './fibonacci.ts'
import { heikinAshi } from './heikin-ashi.ts'
import { medprice } from './medprice.ts'
import { pivotPoints } from './pivot-points.ts'
import { typprice } from './typprice.ts'
import { wclprice } from './wclprice.ts'

export const PRICE: readonly Definition[] = [
  avgprice,
  fibonacci,
  heikinAshi,
  medprice,
  pivotPoints,
  typprice,
  wclprice,
].map(({ definition }) => definition)
