"""TA-Lib in C over columns of doubles: FILE BARS REPETITIONS CASES -> {name: {ms, sum}} as JSON.

CASES is {name: {parameter: value}}; functions that there are not, parameters that a function does not have and
functions of other inputs than bars are left out.
"""

import json
import sys
import time

import numpy as np
import talib
from talib import abstract

# Two inputs that are no bar fields are correlated: high and low.
PAIRS = {"CORREL", "BETA"}
# What ours gives first: of BBANDS the middle, of AROON the upper.
FIRST = {"BBANDS": 1, "AROON": 1}


def inputs_of(name, columns):
    if name in PAIRS:
        return [columns["high"], columns["low"]]
    fields = []
    for field in abstract.Function(name).input_names.values():
        fields += [field] if isinstance(field, str) else field
    return [columns[each] for each in fields] if set(fields) <= set(columns) else None


def main(path, bars, repetitions, cases):
    columns = dict(zip(("open", "high", "low", "close", "volume"), np.fromfile(path, dtype="<f8").reshape(5, bars)))
    figures = {}
    for name, params in cases.items():
        call = getattr(talib, name, None)
        inputs = None if call is None else inputs_of(name, columns)
        if inputs is None:
            continue
        known = abstract.Function(name).parameters
        params = {key: value for key, value in params.items() if key in known}
        times = []
        for _ in range(repetitions):
            started = time.process_time()
            result = call(*inputs, **params)
            times.append((time.process_time() - started) * 1e3)
        first = result[FIRST.get(name, 0)] if isinstance(result, tuple) else result
        figures[name] = {"ms": min(times), "sum": float(np.nansum(first.astype("f8")))}
    print(json.dumps(figures))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4]))
