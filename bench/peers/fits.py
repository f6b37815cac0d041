"""One-start maximum likelihood fits with numpy and scipy, for `npm run bench`.

    python3 fits.py DATA N D tanh|identity START     (START: lambda,slopes...,bias,nu)

Reads "em", "bfgs", "newton" or "quit" on stdin; answers one JSON line each: seconds, logLikelihood, iterations.
f0 is Laplace of variance nu0 = 1 around tanh(x eta0); its log density at the data comes in DATA, after x and y.
Everything is vectorised; gradients (and for Newton the Hessian) are analytic; EM solves the linear M-step in closed form.
"""

import json
import sys
import time

import numpy as np
from scipy.optimize import minimize

path, n, d, activation, start = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
data = np.fromfile(path)
Z = np.ones((n, d + 1))
Z[:, :d] = data[: n * d].reshape(d, n).T
y, log_f0 = data[n * d : n * (d + 1)], data[n * (d + 1) :]
theta0 = np.array([float(v) for v in start.split(",")])
q = d + 1
HALF_LOG_2PI = 0.5 * np.log(2 * np.pi)


def expert(eta):
    u = Z @ eta
    if activation == "identity":
        return u, None, None
    t = np.tanh(u)
    slope = 1 - t * t
    return t, slope, -2 * t * slope


def mixture(lam, eta, nu):
    """Log-likelihood, posterior probabilities of the prompt, residuals and the expert's derivatives."""
    h, slope, bend = expert(eta)
    r = y - h
    log_f = -HALF_LOG_2PI - 0.5 * np.log(nu) - 0.5 * r * r / nu
    a, b = np.log(lam) + log_f, np.log1p(-lam) + log_f0
    log_p = np.logaddexp(a, b)
    return log_p.sum(), np.exp(a - log_p), r, slope, bend


def em():
    lam, eta, nu = theta0[0], theta0[1 : q + 1].copy(), theta0[q + 1]
    value, w, r, _, _ = mixture(lam, eta, nu)
    for iteration in range(1, 100001):
        lam = w.mean()
        if activation == "identity":
            eta = np.linalg.solve(Z.T @ (w[:, None] * Z), Z.T @ (w * y))
        else:

            def squares(at):
                h, slope, _ = expert(at)
                e = y - h
                return 0.5 * np.dot(w, e * e) / n, -(Z.T @ (w * e * slope)) / n

            eta = minimize(squares, eta, jac=True, method="BFGS").x
        e = y - expert(eta)[0]
        nu = np.dot(w, e * e) / w.sum()
        old = value
        value, w, r, _, _ = mixture(lam, eta, nu)
        if value - old < 1e-9 * n:
            return value, iteration
    return value, iteration


def unpack(v):
    return 1 / (1 + np.exp(-v[0])), v[1 : q + 1], np.exp(v[q + 1])


def bfgs():
    """On (logit lambda, eta, log nu)."""

    def objective(v):
        lam, eta, nu = unpack(v)
        value, w, r, slope, _ = mixture(lam, eta, nu)
        g = np.empty(q + 2)
        g[0] = w.sum() - n * lam
        g[1 : q + 1] = Z.T @ (w * r / nu if slope is None else w * r / nu * slope)
        g[q + 1] = 0.5 * np.dot(w, r * r / nu - 1)
        return -value / n, -g / n

    v0 = np.r_[np.log(theta0[0] / (1 - theta0[0])), theta0[1 : q + 1], np.log(theta0[q + 1])]
    fit = minimize(objective, v0, jac=True, method="BFGS", options={"gtol": 1e-6})
    return -fit.fun * n, int(fit.nit)


def newton():
    """Levenberg's damping of -Hessian, on (lambda, eta, nu)."""

    def derivatives(theta):
        lam, eta, nu = theta[0], theta[1 : q + 1], theta[q + 1]
        value, w, r, slope, bend = mixture(lam, eta, nu)
        a, b = w / lam, (1 - w) / (1 - lam)
        s, t = r / nu, 0.5 * (r * r / nu - 1) / nu
        one = np.ones(n) if slope is None else slope
        g, h = np.empty(q + 2), np.empty((q + 2, q + 2))
        g[0], g[1 : q + 1], g[q + 1] = (a - b).sum(), Z.T @ (w * s * one), np.dot(w, t)
        h[0, 0] = -np.dot(a - b, a - b)
        h[0, 1 : q + 1] = Z.T @ (a * b * s * one)
        h[0, q + 1] = np.dot(a * b, t)
        gram = (w * (1 - w) * s * s - w / nu) * one * one
        if bend is not None:
            gram += w * s * bend
        h[1 : q + 1, 1 : q + 1] = Z.T @ (gram[:, None] * Z)
        h[1 : q + 1, q + 1] = Z.T @ ((w * (1 - w) * s * t - w * s / nu) * one)
        h[q + 1, q + 1] = np.dot(w * (1 - w), t * t) + np.dot(w, 0.5 - r * r / nu) / nu**2
        low = np.tril_indices(q + 2, -1)
        h[low] = h.T[low]
        return value, g, h

    theta, damping = theta0.copy(), 1e-3
    value, g, h = derivatives(theta)
    for iteration in range(1, 201):
        scale = np.diag(np.abs(np.diag(h)) + 1e-12)
        while True:
            step = np.linalg.solve(-h + damping * scale, g)
            new = theta + step
            if 0 < new[0] < 1 and new[q + 1] > 0:
                raised, g_new, h_new = derivatives(new)
                if raised >= value:
                    break
            damping *= 10
        gain, theta, value, g, h, damping = raised - value, new, raised, g_new, h_new, damping / 10
        if gain < 1e-9 * n and g @ step < 1e-6:
            break
    return value, iteration


methods = {"em": em, "bfgs": bfgs, "newton": newton}
for line in sys.stdin:
    name = line.strip()
    if name not in methods:
        break
    begun = time.perf_counter()
    value, iterations = methods[name]()
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "logLikelihood": float(value), "iterations": iterations}), flush=True)
