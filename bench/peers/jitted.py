"""One-start maximum likelihood fits as a good user of JAX or PyTorch writes them, for `npm run bench`.

    python3 jitted.py jax|torch|numpy DATA N D tanh|identity START     (as fits.py)

The negative log-likelihood is one vectorised function, compiled (JAX) and differentiated by the library, and minimised by scipy's
BFGS on (logit lambda, eta, log nu). Reads "gradient", "bfgs" or "quit" on stdin; answers one JSON line each: seconds,
logLikelihood, iterations. "numpy" takes differences for the gradient: it checks the formula where neither library is.
"""

import json
import sys
import time

import numpy as np
from scipy.optimize import approx_fprime, minimize

backend, path, n, d = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
activation, start = sys.argv[5], sys.argv[6]
data = np.fromfile(path)
Z = np.ones((n, d + 1))
Z[:, :d] = data[: n * d].reshape(d, n).T
y, log_f0 = data[n * d : n * (d + 1)], data[n * (d + 1) :]
theta0 = np.array([float(v) for v in start.split(",")])
v0 = np.r_[np.log(theta0[0] / (1 - theta0[0])), theta0[1:-1], np.log(theta0[-1])]
HALF_LOG_2PI = 0.5 * np.log(2 * np.pi)


def objective_with(xp, Z, y, log_f0):
    def objective(v):
        u = Z @ v[1:-1]
        r = y - (u if activation == "identity" else xp.tanh(u))
        log_f = -HALF_LOG_2PI - 0.5 * v[-1] - 0.5 * r * r / xp.exp(v[-1])
        log_share, log_rest = -xp.log1p(xp.exp(-v[0])), -xp.log1p(xp.exp(v[0]))
        return -xp.mean(xp.logaddexp(log_share + log_f, log_rest + log_f0))

    return objective


if backend == "jax":
    import jax

    jax.config.update("jax_platform_name", "cpu")
    jax.config.update("jax_enable_x64", True)
    compiled = jax.jit(jax.value_and_grad(objective_with(jax.numpy, *map(jax.numpy.asarray, (Z, y, log_f0)))))

    def both(v):
        value, gradient = compiled(v)
        return float(value), np.asarray(gradient)

elif backend == "torch":
    import torch

    objective = objective_with(torch, *map(torch.from_numpy, (Z, y, log_f0)))

    def both(v):
        at = torch.tensor(v, requires_grad=True)
        value = objective(at)
        value.backward()
        return value.item(), at.grad.numpy()

else:
    objective = objective_with(np, Z, y, log_f0)

    def both(v):
        return objective(v), approx_fprime(v, objective, 1e-7)


both(v0)  # compiles
for line in sys.stdin:
    task = line.strip()
    if task not in ("gradient", "bfgs"):
        break
    begun = time.perf_counter()
    if task == "gradient":
        value, iterations = both(v0)[0], 1
    else:
        fit = minimize(both, v0, jac=True, method="BFGS", options={"gtol": 1e-6})
        value, iterations = fit.fun, int(fit.nit)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "logLikelihood": -n * float(value), "iterations": iterations}), flush=True)
