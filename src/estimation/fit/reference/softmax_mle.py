"""Reference fits of a softmax gate from software that is not ours: numpy draws the data, scipy's multi-start L-BFGS-B
maximises the likelihood in the box tau, beta, eta in [-10, 10], nu in [0.01, 100].
Run: python3 softmax_mle.py > softmax_mle.json   (numpy 2.4.6, scipy 1.17.1)"""
import json
import numpy as np
from scipy import optimize, special, stats

ACTIVATIONS = {"identity": lambda u: u, "tanh": np.tanh}

CASES = [
    dict(name="laplace, linear", d=1, density="laplace", activation="identity", bias=True, eta0=[1.0, 0.0], nu0=1.0, truth=[0.3, [1.2], [-1.0, 1.0], 0.3], n=300),
    dict(name="gaussian, linear", d=1, density="gaussian", activation="identity", bias=True, eta0=[1.0, 0.0], nu0=1.0, truth=[0.0, [-1.5], [-0.5, 2.0], 0.5], n=300),
    dict(name="gaussian, tanh, d = 2, no bias", d=2, density="gaussian", activation="tanh", bias=False, eta0=[1.0, 0.5], nu0=0.05, truth=[0.5, [1.0, -1.0], [-1.5, 1.0], 0.04], n=400),
]

def predictor(x, eta, bias):
    return x @ eta[:x.shape[1]] + (eta[-1] if bias else 0.0)

def main():
    out = []
    for number, case in enumerate(CASES):
        rng = np.random.default_rng(2000 + number)
        n, d, q = case["n"], case["d"], len(case["eta0"])
        x = rng.uniform(-np.sqrt(3), np.sqrt(3), (n, d))
        tau, beta, eta, nu = case["truth"]
        h = ACTIVATIONS[case["activation"]]
        mean0 = h(predictor(x, np.array(case["eta0"]), case["bias"]))
        v = case["nu0"]
        noise = rng.laplace(scale=np.sqrt(v / 2), size=n) if case["density"] == "laplace" else rng.normal(scale=np.sqrt(v), size=n)
        share = special.expit(tau + x @ np.array(beta))
        y = np.where(rng.uniform(size=n) < share, h(predictor(x, np.array(eta), case["bias"])) + rng.normal(scale=np.sqrt(nu), size=n), mean0 + noise)
        l0 = stats.laplace.logpdf(y - mean0, scale=np.sqrt(v / 2)) if case["density"] == "laplace" else stats.norm.logpdf(y - mean0, scale=np.sqrt(v))
        def negative(theta):
            w = theta[0] + x @ theta[1:1 + d]
            lf = stats.norm.logpdf(y, h(predictor(x, theta[1 + d:1 + d + q], case["bias"])), np.sqrt(theta[-1]))
            return -np.sum(np.logaddexp(special.log_expit(-w) + l0, special.log_expit(w) + lf))
        bounds = [(-10, 10)] * (1 + d + q) + [(0.01, 100)]
        best = None
        for start in range(40):
            t0 = np.concatenate([rng.normal(scale=1.0, size=1 + d), rng.normal(scale=1.5, size=q), [rng.uniform(0.05, 2)]])
            if start == 0: t0 = np.concatenate([[tau], beta, eta, [nu]])
            r = optimize.minimize(negative, t0, method="L-BFGS-B", bounds=bounds, options=dict(maxiter=5000, ftol=1e-15, gtol=1e-9))
            if best is None or r.fun < best.fun: best = r
        polish = optimize.minimize(negative, best.x, method="Nelder-Mead", bounds=bounds, options=dict(xatol=1e-10, fatol=1e-12, maxiter=20000, maxfev=20000))
        if polish.fun < best.fun: best = polish
        out.append(dict(case, x=x.T.ravel().tolist(), y=y.tolist(), theta=best.x.tolist(), logLikelihood=-best.fun))
    print(json.dumps(out))

main()
