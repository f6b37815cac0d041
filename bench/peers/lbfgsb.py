"""Many L-BFGS-B starts with scipy in the model's box, for `npm run bench:fuzz`.

    python3 lbfgsb.py mixture.so

Each line on stdin is a task as JSON: n, dimension, activation, bias, x (column by column), y, logF0, lower, upper, starts,
seed. The answer is one JSON line: seconds, logLikelihood, at (lambda, eta, nu), evaluations.
Half of the starts are uniform in the box (nu in its logarithm), half have normal eta of deviation 1.5; the variable is
(lambda, eta, log nu). Each start has 400 evaluations; the ten highest ends are run on until nothing more is gained.
scipy's compiled L-BFGS-B is driven by its own protocol (scipy 1.15 and later): minimize() costs ten times the likelihood.
"""

import ctypes
import json
import math
import os
import sys
import time

# Threads of BLAS for matrices of ten rows cost sixty times the work.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import scipy
from scipy.optimize import _lbfgsb

if tuple(int(part) for part in scipy.__version__.split(".")[:2]) < (1, 15):
    sys.exit(f"This scipy is {scipy.__version__}; the fuzz drives L-BFGS-B of 1.15 or later: name its Python by CMOE_PYTHON.")

objective = ctypes.CDLL(sys.argv[1]).objective
objective.restype = ctypes.c_double
objective.argtypes = [ctypes.c_long] + 3 * [ctypes.c_int] + 5 * [ctypes.c_void_p]
CODES = ["identity", "tanh", "sigmoid", "gelu", "softplus", "sin", "relu"]
MEMORY, LINE_SEARCH = 10, 20
EVALUATE, NEW_ITERATION = 3, 1


class Minimiser:
    """L-BFGS-B of one data set; storage is made once."""

    def __init__(self, fixed, low, high):
        p = len(low)
        self.fixed, self.low, self.high, self.evaluations = fixed, low, high, 0
        self.x, self.g = np.empty(p), np.zeros(p)
        self.places = (self.x.ctypes.data, self.g.ctypes.data)
        self.both = np.full(p, 2, dtype=np.int32)
        self.reals = np.zeros(2 * MEMORY * p + 5 * p + 11 * MEMORY * MEMORY + 8 * MEMORY)
        self.whole = np.zeros(3 * p, dtype=np.int32)

    def run(self, start, ftol, gtol, most):
        """Value and place of the end, after at most about so many evaluations."""
        x, g = self.x, self.g
        x[:] = np.clip(start, self.low, self.high)
        g[:] = 0
        f, factor, count = 0.0, ftol / np.finfo(float).eps, 0
        self.reals[:] = 0
        task, line_task = np.zeros(2, dtype=np.int32), np.zeros(2, dtype=np.int32)
        lsave, isave, dsave = np.zeros(4, dtype=np.int32), np.zeros(44, dtype=np.int32), np.zeros(29)
        while True:
            _lbfgsb.setulb(
                MEMORY, x, self.low, self.high, self.both, f, g, factor, gtol, self.reals, self.whole,
                task, lsave, isave, dsave, LINE_SEARCH, line_task,
            )  # fmt: skip
            if task[0] == EVALUATE:
                f = objective(*self.fixed, *self.places)
                count += 1
            elif task[0] != NEW_ITERATION or count >= most:
                break
        self.evaluations += count
        return f, x.copy()


def solve(task):
    n, d, bias = task["n"], task["dimension"], int(task["bias"])
    x, y, log_f0 = (np.array(task[name], dtype=float) for name in ("x", "y", "logF0"))
    low, high = (np.array(task[name], dtype=float) for name in ("lower", "upper"))
    low[-1], high[-1] = np.log(low[-1]), np.log(high[-1])
    data = (x.ctypes.data, y.ctypes.data, log_f0.ctypes.data)
    minimiser = Minimiser((n, d, bias, CODES.index(task["activation"]), *data), low, high)
    random = np.random.default_rng(task["seed"])
    ends = []
    for start in range(task["starts"]):
        v = random.uniform(low, high)
        if start % 2 == 1:
            v[1:-1] = random.normal(scale=1.5, size=len(v) - 2)
        v[0] = random.uniform(0.02, 0.98)
        end = minimiser.run(v, 1e-10, 1e-5, 400)
        if math.isfinite(end[0]):
            ends.append(end)
    ends.sort(key=lambda end: end[0])
    value, v = min((minimiser.run(v, 1e-16, 1e-9, 2000) for _, v in ends[:10]), key=lambda end: end[0])
    theta = v.tolist()
    theta[-1] = min(max(math.exp(theta[-1]), task["lower"][-1]), task["upper"][-1])
    return -value, theta, minimiser.evaluations


for line in sys.stdin:
    if line.strip() == "quit":
        break
    begun = time.process_time()
    value, at, evaluations = solve(json.loads(line))
    seconds = time.process_time() - begun
    print(json.dumps({"seconds": seconds, "logLikelihood": value, "at": at, "evaluations": evaluations}), flush=True)
