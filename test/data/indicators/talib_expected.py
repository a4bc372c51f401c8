"""Writes the expected values beside this file: TA-Lib's own output on bars that both sides make from integers.

Needs the packages TA-Lib and numpy. Run it in this folder: python talib_expected.py
The bars are those of test/golden/synthetic-bars.ts, to the bit.
"""
import gzip
import json

import numpy as np
import talib
from talib import abstract

MASK = 0xFFFFFFFF
BARS = 240
CANDLES = 300_000


class Draws:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1664525 + 1013904223) & MASK
        return (self.state >> 8) % n


def numeric_bars(count):
    """A walk in cents, with flat stretches and jumps."""
    draws = Draws(7)
    close = 10000
    rows = []
    for _ in range(count):
        open_ = close + draws.below(81) - 40
        close = open_ + draws.below(301) - 150
        close = max(close, 2000)
        high = max(open_, close) + draws.below(90)
        low = min(open_, close) - draws.below(90)
        rows.append((open_ / 100, high / 100, low / 100, close / 100, float(1000 + draws.below(90000))))
    return columns(rows)


SIZES = [0, 0, 1, 2, 3, 5, 8, 13, 20, 30, 60]


def candle_bars(count):
    """Bars in whole units, with every mixture of bodies, shadows and gaps: sums of them are exact."""
    draws = Draws(11)
    close = 5000
    direction = 1
    rows = []
    for _ in range(count):
        style = draws.below(6)
        gap = SIZES[draws.below(len(SIZES))] * (draws.below(3) - 1)
        body = SIZES[draws.below(len(SIZES))] if style else SIZES[draws.below(4)]
        up = SIZES[draws.below(len(SIZES))] if style > 2 else SIZES[draws.below(3)]
        down = SIZES[draws.below(len(SIZES))] if 0 < style < 4 else SIZES[draws.below(3)]
        open_ = close + gap
        if draws.below(3) == 0:
            direction = -direction
        if open_ > 8000:
            direction = -1
        if open_ < 2000:
            direction = 1
        close = open_ + direction * body
        rows.append((open_, max(open_, close) + up, min(open_, close) - down, close, 1000))
    return columns(rows)


def columns(rows):
    table = np.array(rows, dtype=np.float64)
    return {name: np.ascontiguousarray(table[:, k]) for k, name in enumerate(["open", "high", "low", "close", "volume"])}


def outputs_of(name, bars, params):
    function = abstract.Function(name)
    found = function(bars, **params)
    found = found if isinstance(found, list) else [found]
    return dict(zip(function.output_names, found))


SKIP_GROUPS = {"Math Transform", "Pattern Recognition"}
SKIP = {"ADD", "SUB", "MULT", "DIV", "MAVP"}
ALSO = {
    "MA": [{"timeperiod": 12, "matype": t} for t in range(1, 9) if t != 7],
    "BBANDS": [{"timeperiod": 12, "nbdevup": 1.5, "nbdevdn": 2.5, "matype": 1}],
    "STOCH": [{"fastk_period": 9, "slowk_period": 4, "slowk_matype": 1, "slowd_period": 5, "slowd_matype": 2}],
    "MACDEXT": [{"fastperiod": 5, "fastmatype": 1, "slowperiod": 13, "slowmatype": 2, "signalperiod": 4, "signalmatype": 0}],
    "SAREXT": [{"startvalue": -105.5, "offsetonreverse": 0.01, "accelerationinitlong": 0.03, "accelerationlong": 0.025,
                "accelerationmaxlong": 0.18, "accelerationinitshort": 0.015, "accelerationshort": 0.03, "accelerationmaxshort": 0.25},
               {"startvalue": 90.0}],
    "APO": [{"fastperiod": 7, "slowperiod": 19, "matype": 1}],
    "PPO": [{"fastperiod": 7, "slowperiod": 19, "matype": 1}],
    "STOCHRSI": [{"timeperiod": 9, "fastk_period": 7, "fastd_period": 4, "fastd_matype": 1}],
}


def main():
    program = f"TA-Lib {talib.__ta_version__.decode().split(' ')[0]} (Python package TA-Lib {talib.__version__})"
    bars = numeric_bars(BARS)
    cases = []
    for group, names in talib.get_function_groups().items():
        if group in SKIP_GROUPS:
            continue
        for name in names:
            if name in SKIP:
                continue
            defaults = {k: v for k, v in abstract.Function(name).parameters.items()}
            variants = [defaults] + ALSO.get(name, [])
            if "timeperiod" in defaults and defaults["timeperiod"] > 4:
                variants.append({**defaults, "timeperiod": 5})
            for params in variants:
                out = outputs_of(name, bars, params)
                cases.append({
                    "function": name,
                    "params": {**defaults, **params},
                    "outputs": {k: [None if np.isnan(float(v)) else float(f"{v:.12g}") for v in values] for k, values in out.items()},
                })
    for matype in (0, 2):
        periods = bars["volume"] / 3000
        found = talib.MAVP(bars["close"], periods, minperiod=3, maxperiod=21, matype=matype)
        cases.append({
            "function": "MAVP",
            "params": {"minperiod": 3, "maxperiod": 21, "matype": matype},
            "outputs": {"real": [None if np.isnan(v) else float(f"{v:.12g}") for v in found]},
        })
    with gzip.GzipFile("talib-numeric.json.gz", "wb", 9, mtime=0) as file:
        file.write(json.dumps({"program": program, "bars": BARS, "cases": cases}, separators=(",", ":")).encode())
    bars = candle_bars(CANDLES)
    patterns = {}
    for name in talib.get_function_groups()["Pattern Recognition"]:
        values = next(iter(outputs_of(name, bars, {}).values()))
        hits = np.nonzero(values)[0]
        kept = hits[:150]
        patterns[name] = {"lookback": abstract.Function(name).lookback, "hits": len(hits), "sum": int(values.sum()), "first": [[int(i), int(values[i])] for i in kept]}
        if len(hits) < 5:
            print(name, len(hits))
    with gzip.GzipFile("talib-candles.json.gz", "wb", 9, mtime=0) as file:
        file.write(json.dumps({"program": program, "bars": CANDLES, "patterns": patterns}, separators=(",", ":")).encode())


main()
