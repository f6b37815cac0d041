"""Many L-BFGS-B starts with scipy in the model's box, for `npm run bench:fuzz`.

    python3 lbfgsb.py mixture.so

Each line on stdin is a task as JSON: n, dimension, activation, bias, x (column by column), y, logF0, lower, upper, starts,
seed. The answer is one JSON line: seconds, logLikelihood, at (lambda, eta, nu), evaluations.
Half of the starts are uniform in the box (nu in its logarithm), half have normal eta of deviation 1.5; the variable is
(lambda, eta, log nu). The five highest ends are run on until nothing more is gained.
"""

import ctypes
import json
import sys
import time

import numpy as np
from scipy.optimize import minimize

mixture = ctypes.CDLL(sys.argv[1]).mixture
mixture.restype = ctypes.c_double
mixture.argtypes = [ctypes.c_long] + 3 * [ctypes.c_int] + 5 * [ctypes.c_void_p]
CODES = ["identity", "tanh", "sigmoid", "gelu", "softplus", "sin", "relu"]


def solve(task):
    n, d, bias = task["n"], task["dimension"], int(task["bias"])
    x, y, log_f0 = (np.array(task[name], dtype=float) for name in ("x", "y", "logF0"))
    lower, upper = (np.array(task[name], dtype=float) for name in ("lower", "upper"))
    p = len(lower)
    fixed = (n, d, bias, CODES.index(task["activation"]), x.ctypes.data, y.ctypes.data, log_f0.ctypes.data)
    theta, gradient = np.empty(p), np.empty(p)
    places = (theta.ctypes.data, gradient.ctypes.data)
    count = 0

    def objective(v):
        nonlocal count
        count += 1
        theta[:] = v
        theta[-1] = min(max(np.exp(v[-1]), lower[-1]), upper[-1])
        value = mixture(*fixed, *places)
        g = -gradient
        g[-1] *= theta[-1]
        return -value, g

    low, high = lower.copy(), upper.copy()
    low[-1], high[-1] = np.log(lower[-1]), np.log(upper[-1])
    bounds = list(zip(low, high))
    random = np.random.default_rng(task["seed"])

    def run(start, ftol, gtol, most):
        options = {"ftol": ftol, "gtol": gtol, "maxiter": most, "maxfun": 3 * most}
        return minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)

    ends = []
    for start in range(task["starts"]):
        v = random.uniform(low, high)
        if start % 2 == 1:
            v[1:-1] = np.clip(random.normal(scale=1.5, size=p - 2), low[1:-1], high[1:-1])
        v[0] = np.clip(random.uniform(0.02, 0.98), low[0], high[0])
        end = run(v, 1e-10, 1e-5, 300)
        if np.isfinite(end.fun):
            ends.append((end.fun, end.x))
    ends.sort(key=lambda end: end[0])
    best = None
    for _, v in ends[:5]:
        for _ in range(3):
            end = run(v, 1e-15, 1e-9, 2000)
            v = end.x
        if best is None or end.fun < best[0]:
            best = (end.fun, end.x)
    objective(best[1])
    return -best[0], theta.tolist(), count


for line in sys.stdin:
    if line.strip() == "quit":
        break
    begun = time.process_time()
    value, at, evaluations = solve(json.loads(line))
    seconds = time.process_time() - begun
    print(json.dumps({"seconds": seconds, "logLikelihood": value, "at": at, "evaluations": evaluations}), flush=True)
