"""Maximum likelihood in a stated box by software that is not ours: scipy's L-BFGS-B with analytic gradients from many
random starts. Reads the models and data of box_fits_cases.json, writes the best log-likelihood of each and where it lies.
Run: python3 box_fits.py [starts] > box_fits.json   (numpy 1.24, scipy 1.17.1)"""
import json
import sys
import numpy as np
from scipy import optimize, special

SQRT2PI = np.sqrt(2 * np.pi)


def activation(name, u):
    """Value and derivative."""
    if name == "identity": return u, np.ones_like(u)
    if name == "tanh": t = np.tanh(u); return t, 1 - t * t
    if name == "sigmoid": s = special.expit(u); return s, s * (1 - s)
    if name == "gelu": c = special.ndtr(u); return u * c, c + u * np.exp(-u * u / 2) / SQRT2PI
    if name == "softplus": return np.logaddexp(0, u), special.expit(u)
    if name == "sin": return np.sin(u), np.cos(u)
    if name == "relu": return np.maximum(u, 0), (u > 0).astype(float)
    raise ValueError(name)


def predictor(x, eta, bias):
    d = x.shape[1]
    return x @ eta[:d] + (eta[d] if bias else 0.0)


def log_f0(kind, df, r, v):
    if kind == "gaussian": return -0.5 * (np.log(2 * np.pi * v) + r * r / v)
    if kind == "laplace": s = np.sqrt(v / 2); return -np.log(2 * s) - np.abs(r) / s
    s2 = v * (df - 2) / df
    return (special.gammaln((df + 1) / 2) - special.gammaln(df / 2) - 0.5 * np.log(df * np.pi * s2)
            - (df + 1) / 2 * np.log1p(r * r / (df * s2)))


def fit(case, starts, seed):
    rng = np.random.default_rng(seed)
    x, y = np.array(case["x"]), np.array(case["y"])
    frozen, prompt, box = case["pretrained"], case["prompt"], case["box"]
    mean0 = activation(frozen["activation"], predictor(x, np.array(frozen["eta"]), frozen["bias"]))[0]
    l0 = log_f0(frozen["density"], frozen.get("df"), y - mean0, frozen["nu"])
    z = np.column_stack([x, np.ones(len(y))]) if prompt["bias"] else x
    lower = np.array([b[0] for b in [box["lambda"], *box["eta"], box["nu"]]], float)
    upper = np.array([b[1] for b in [box["lambda"], *box["eta"], box["nu"]]], float)
    q = z.shape[1]

    def negative(t):
        """In (lambda, eta, log nu)."""
        lam, eta, nu = t[0], t[1:1 + q], np.exp(t[-1])
        h, dh = activation(prompt["activation"], z @ eta)
        r = y - h
        lf = -0.5 * (np.log(2 * np.pi * nu) + r * r / nu)
        with np.errstate(divide="ignore"):
            a, b = np.log1p(-lam) + l0, np.log(lam) + lf
        m = np.maximum(a, b)
        lp = m + np.log(np.exp(a - m) + np.exp(b - m))
        w = np.exp(b - lp)
        g = np.empty_like(t)
        g[0] = np.clip(np.sum(np.clip(np.exp(lf - lp), 0, 1e100) - np.clip(np.exp(l0 - lp), 0, 1e100)), -1e100, 1e100)
        g[1:1 + q] = z.T @ (w * r / nu * dh)
        g[-1] = np.sum(w * 0.5 * (r * r / nu - 1))
        return -np.sum(lp), -g

    bounds = list(zip(np.append(lower[:-1], np.log(lower[-1])), np.append(upper[:-1], np.log(upper[-1]))))
    low, high = np.array(bounds).T
    spread = max(np.var(y), 1e-12)
    best = None
    for k in range(starts):
        lam = rng.uniform(0.02, 0.98)
        kind = k % 4
        if kind == 0: eta = rng.uniform(lower[1:-1], upper[1:-1])
        elif kind == 1: eta = rng.normal(scale=1.5, size=q)
        else:
            rows = rng.integers(len(y), size=q if kind == 2 else 2 * (q + 1))
            eta = np.linalg.lstsq(z[rows], y[rows], rcond=None)[0]
        nu = np.exp(rng.uniform(np.log(max(lower[-1], 1e-4 * spread)), np.log(max(2 * spread, 2 * lower[-1]))))
        start = np.clip(np.concatenate([[lam], eta, [np.log(nu)]]), low, high)
        try:
            result = optimize.minimize(negative, start, jac=True, method="L-BFGS-B", bounds=bounds,
                                       options=dict(maxiter=2000, ftol=1e-15, gtol=1e-8))
        except (FloatingPointError, ValueError):
            continue
        if np.isfinite(result.fun) and (best is None or result.fun < best.fun): best = result
    return -best.fun, [best.x[0], *best.x[1:1 + q], float(np.exp(best.x[-1]))]


def main():
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    out = []
    for number, case in enumerate(json.load(open("box_fits_cases.json"))):
        value, at = fit(case, starts, 100 + number)
        out.append(dict(name=case["name"], logLikelihood=value, at=at))
    print("[\n" + ",\n".join(json.dumps(one) for one in out) + "\n]")


main()
