"""TA-Lib in C over columns of doubles: FILE BARS REPETITIONS -> {name: {ms, sum}} as JSON."""

import json
import statistics
import sys
import time

import numpy as np
import talib

CLOSE = ["SMA", "EMA", "WMA", "DEMA", "KAMA", "BBANDS", "RSI", "MACD", "ROC", "STDDEV", "LINEARREG", "HT_DCPERIOD"]
PERIODS = {"BBANDS": 5, "KAMA": 30, "SMA": 30, "EMA": 30, "WMA": 30, "DEMA": 30, "RSI": 14, "ROC": 10, "STDDEV": 5, "LINEARREG": 14}


def calls(o, h, l, c, v):
    for name in CLOSE:
        f = getattr(talib, name)
        period = PERIODS.get(name)
        yield name, (lambda f=f, p=period: f(c) if p is None else f(c, timeperiod=p))
    yield "SAR", lambda: talib.SAR(h, l)
    yield "ADX", lambda: talib.ADX(h, l, c)
    yield "CCI", lambda: talib.CCI(h, l, c)
    yield "MFI", lambda: talib.MFI(h, l, c, v)
    yield "STOCH", lambda: talib.STOCH(h, l, c)
    yield "WILLR", lambda: talib.WILLR(h, l, c)
    yield "ATR", lambda: talib.ATR(h, l, c)
    yield "OBV", lambda: talib.OBV(c, v)
    yield "AD", lambda: talib.AD(h, l, c, v)
    yield "CORREL", lambda: talib.CORREL(h, l)
    yield "CDLENGULFING", lambda: talib.CDLENGULFING(o, h, l, c)


def main(path, bars, repetitions):
    columns = np.fromfile(path, dtype="<f8").reshape(5, bars)
    figures = {}
    for name, call in calls(*columns):
        times = []
        for _ in range(repetitions):
            started = time.perf_counter()
            result = call()
            times.append((time.perf_counter() - started) * 1e3)
        # BBANDS gives upper, middle, lower; what ours gives first is the middle.
        first = (result[1] if name == "BBANDS" else result[0]) if isinstance(result, tuple) else result
        figures[name] = {"ms": statistics.median(times), "sum": float(np.nansum(first.astype("f8")))}
    print(json.dumps(figures))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
