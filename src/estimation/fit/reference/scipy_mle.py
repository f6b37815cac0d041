"""Reference maximum likelihood fits from software that is not ours: numpy draws the data, scipy's multi-start
L-BFGS-B maximises the likelihood. Run: python3 scipy_mle.py > scipy_mle.json   (numpy 2.4.6, scipy 1.17.1)"""
import json
import numpy as np
from scipy import optimize, special, stats

ACTIVATIONS = {
    "identity": lambda u: u, "tanh": np.tanh, "sigmoid": special.expit, "sin": np.sin,
    "gelu": lambda u: u * special.ndtr(u), "softplus": lambda u: np.logaddexp(0, u),
}

def predictor(x, eta, bias):
    return x @ eta[:x.shape[1]] + (eta[-1] if bias else 0.0)

def log_f0(kind, df, r, v):
    if kind == "gaussian": return stats.norm.logpdf(r, scale=np.sqrt(v))
    if kind == "laplace": return stats.laplace.logpdf(r, scale=np.sqrt(v / 2))
    return stats.t.logpdf(r, df, scale=np.sqrt(v * (df - 2) / df)) 

CASES = [
    dict(name="laplace/tanh + identity", d=1, density="laplace", e0="tanh", eta0=[1.0, 0.0], nu0=1.0, e="identity", bias=True, truth=[0.3, [2.0, 1.0], 0.3], n=300),
    dict(name="student-t/tanh + sigmoid, d=2", d=2, density="student-t", df=5.0, e0="tanh", eta0=[1.0, -0.5, 0.0], nu0=0.5, e="sigmoid", bias=True, truth=[0.5, [2.0, 1.0, -1.0], 0.05], n=400),
    dict(name="gaussian homogeneous identity", d=1, density="gaussian", e0="identity", eta0=[1.0, 0.0], nu0=1.0, e="identity", bias=True, truth=[0.4, [1.0, 2.0], 0.6], n=400),
    dict(name="gaussian homogeneous tanh", d=1, density="gaussian", e0="tanh", eta0=[1.0, 0.0], nu0=0.1, e="tanh", bias=True, truth=[0.5, [2.5, 0.3], 0.1], n=400),
    dict(name="gaussian/tanh + gelu, no bias", d=2, density="gaussian", e0="tanh", eta0=[1.0, 0.5, 0.0], nu0=0.5, e="gelu", bias=False, truth=[0.5, [2.0, -1.0], 0.2], n=400),
    dict(name="laplace/tanh + softplus", d=1, density="laplace", e0="tanh", eta0=[1.0, 0.0], nu0=0.3, e="softplus", bias=True, truth=[0.5, [1.5, 1.0], 0.1], n=400),
]

def main():
    out = []
    for number, case in enumerate(CASES):
        rng = np.random.default_rng(1000 + number)
        n, d = case["n"], case["d"]
        x = rng.uniform(-np.sqrt(3), np.sqrt(3), (n, d))
        lam, eta, nu = case["truth"]; eta = np.array(eta)
        mean0 = ACTIVATIONS[case["e0"]](predictor(x, np.array(case["eta0"]), True))
        v = case["nu0"]
        if case["density"] == "laplace": noise = rng.laplace(scale=np.sqrt(v / 2), size=n)
        elif case["density"] == "gaussian": noise = rng.normal(scale=np.sqrt(v), size=n)
        else: noise = rng.standard_t(case["df"], n) * np.sqrt(v * (case["df"] - 2) / case["df"])
        h = ACTIVATIONS[case["e"]]
        y = np.where(rng.uniform(size=n) < lam, h(predictor(x, eta, case["bias"])) + rng.normal(scale=np.sqrt(nu), size=n), mean0 + noise)
        l0 = log_f0(case["density"], case.get("df"), y - mean0, v)
        q = len(eta)
        def negative(theta):
            l, e, s = theta[0], theta[1:1 + q], theta[-1]
            lf = stats.norm.logpdf(y, h(predictor(x, e, case["bias"])), np.sqrt(s))
            with np.errstate(divide="ignore"):
                return -np.sum(np.logaddexp(np.log1p(-l) + l0, np.log(l) + lf))
        bounds = [(0, 1)] + [(-10, 10)] * q + [(0.01, 100)]
        best = None
        for start in range(60):
            t0 = np.concatenate([[rng.uniform(0.05, 0.95)], rng.normal(scale=1.5, size=q), [rng.uniform(0.05, 2)]])
            if start == 0: t0 = np.concatenate([[lam], eta, [nu]])
            r = optimize.minimize(negative, t0, method="L-BFGS-B", bounds=bounds, options=dict(maxiter=5000, ftol=1e-15, gtol=1e-9))
            if best is None or r.fun < best.fun: best = r
        polish = optimize.minimize(negative, best.x, method="Nelder-Mead", bounds=bounds, options=dict(xatol=1e-10, fatol=1e-12, maxiter=20000, maxfev=20000))
        if polish.fun < best.fun: best = polish
        out.append(dict(case, x=x.T.ravel().tolist(), y=y.tolist(), theta=best.x.tolist(), logLikelihood=-best.fun))
    print(json.dumps(out))

main()
