"""High-precision references for src/numerics/elementary.test.ts and error-function.test.ts.

    /usr/bin/python3 src/numerics/reference/elementary.py [POINTS] > src/numerics/reference/elementary.json

For every function: arguments x, the double nearest f(x), and the rest f(x) - nearest in units of its last place, computed
with mpmath at 80 digits. Needs Debian's python3-mpmath.
"""

import json
import math
import random
import struct
import sys

from mpmath import mp, mpf

mp.dps = 80
random.seed(20250101)


def uniform(low, high):
    return lambda: random.uniform(low, high)


def log_uniform(low, high, sign=False):
    def draw():
        value = math.exp(random.uniform(math.log(low), math.log(high)))
        return value if not sign or random.random() < 0.5 else -value

    return draw


def bits():
    """Any positive double."""
    return struct.unpack("d", struct.pack("Q", random.randrange(1, 0x7FEFFFFFFFFFFFFF)))[0]


two_pi = 2 * mp.pi
CASES = {
    "exp": (mp.exp, [uniform(-708, 709.7), uniform(-2, 2), log_uniform(1e-12, 1, True)], [1.0, -1.0, 709.78]),
    "log": (mp.log, [bits, uniform(0.4, 2.5), log_uniform(1e-12, 1e12)], [5e-324, 1e-310, 0.5, 2.0, 1 - 2**-53, 1 + 2**-52]),
    "log1p": (mp.log1p, [uniform(-0.9, 3), log_uniform(1e-15, 1, True), log_uniform(1, 1e30)], [1e-16]),
    "sin": (mp.sin, [uniform(-10, 10), uniform(-1048576, 1048576), log_uniform(1e-9, 1, True)], []),
    "cos": (mp.cos, [uniform(-10, 10), uniform(-1048576, 1048576)], [0.0]),
    "sinTurn": (lambda u: mp.sin(two_pi * u), [uniform(0, 1), log_uniform(1e-12, 1)], [0.25, 0.75]),
    "cosTurn": (lambda u: mp.cos(two_pi * u), [uniform(0, 1), log_uniform(1e-12, 1)], [0.0, 0.5, 1.0]),
    "tanh": (mp.tanh, [uniform(-4, 4), log_uniform(1e-12, 1, True), uniform(-30, 30)], [0.625, 22.5]),
    "erf": (mp.erf, [uniform(-4, 4), log_uniform(1e-12, 1, True)], [1.0, -1.0]),
    "erfc": (mp.erfc, [uniform(-6, 6), uniform(0.5, 26)], [1.0, 8.0, 26.5]),
    "normalCdf": (mp.ncdf, [uniform(-6, 6), uniform(-37, 0)], [0.0]),
    "normalPdf": (mp.npdf, [uniform(-6, 6), uniform(-37, 37)], [0.0]),
}


def reference(f, x):
    exact = f(mpf(x))
    nearest = float(exact)
    return nearest, round(float((exact - mpf(nearest)) / mpf(math.ulp(nearest))), 4)


points = int(sys.argv[1]) if len(sys.argv) > 1 else 400
out = {}
for name, (f, laws, fixed) in CASES.items():
    xs = fixed + [laws[i % len(laws)]() for i in range(points - len(fixed))]
    values = [reference(f, x) for x in xs]
    out[name] = {"x": xs, "value": [v for v, _ in values], "rest": [r for _, r in values]}
print("{" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in out.items()) + "}")
