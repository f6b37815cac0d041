"""Information matrices and Hellinger affinities by scipy's adaptive quadrature (QUADPACK), written to reference.json.

Independent of the TypeScript: other nodes (adaptive Gauss-Kronrod in y, adaptive in x), densities from scipy.stats,
plain subtraction instead of expm1, the matrix inverted by numpy. Run: python3 information_reference.py
"""
import json
import pathlib

import numpy as np
import scipy
from scipy import stats
from scipy.integrate import quad_vec
from scipy.special import ndtr, roots_hermitenorm, roots_legendre

ROOT3 = np.sqrt(3.0)
ACTIVATIONS = {
    "identity": (lambda u: u, lambda u: 1.0),
    "tanh": (np.tanh, lambda u: 1 / np.cosh(u) ** 2),
    "sigmoid": (lambda u: 1 / (1 + np.exp(-u)), lambda u: 1 / (2 + np.exp(-u) + np.exp(u))),
    "gelu": (lambda u: u * ndtr(u), lambda u: ndtr(u) + u * stats.norm.pdf(u)),
    "softplus": (lambda u: np.logaddexp(0, u), lambda u: 1 / (1 + np.exp(-u))),
    "sin": (np.sin, np.cos),
    "relu": (lambda u: max(u, 0.0), lambda u: float(u > 0)),
}


def frozen_density(density, df, nu):
    if density == "gaussian":
        return stats.norm(0, np.sqrt(nu)).pdf
    if density == "laplace":
        return stats.laplace(0, np.sqrt(nu / 2)).pdf
    return stats.t(df, 0, np.sqrt(nu * (df - 2) / df)).pdf


def normal_pdf(r, nu):
    return np.exp(-0.5 * r * r / nu) / np.sqrt(2 * np.pi * nu)


def fast(density, df, nu):
    """scipy.stats' pdf is slow; the same formulas, checked against it once."""
    slow = frozen_density(density, df, nu)
    if density == "gaussian":
        f = lambda r: normal_pdf(r, nu)
    elif density == "laplace":
        b = np.sqrt(nu / 2)
        f = lambda r: np.exp(-abs(r) / b) / (2 * b)
    else:
        s = np.sqrt(nu * (df - 2) / df)
        c = stats.t(df).pdf(0) / s
        f = lambda r: c * (1 + (r / s) ** 2 / df) ** (-(df + 1) / 2)
    for r in np.sqrt(nu) * np.array([-3.0, 0.1, 0.7, 5.0]):
        assert abs(f(r) / slow(r) - 1) < 1e-12
    return f


def predictor(x, eta, bias):
    d = len(x)
    return float(np.dot(eta[:d], x) + (eta[d] if bias else 0))


def over_x(case, function):
    """E over one or two covariates, adaptive."""
    law, d = case["law"], case["dimension"]
    reach = ROOT3 if law == "uniform" else 9.0
    weight = (lambda t: 0.5 / ROOT3) if law == "uniform" else stats.norm.pdf
    points = case.get("bends")
    tol = dict(epsrel=1e-8, epsabs=1e-12, norm="max")
    if d == 1:
        return quad_vec(lambda t: weight(t) * function([t]), -reach, reach, points=points, **tol)[0]
    inner = lambda s: quad_vec(lambda t: weight(t) * function([s, t]), -reach, reach, **tol)[0]
    return quad_vec(lambda s: weight(s) * inner(s), -reach, reach, **tol)[0]


def over_y(function, centres, far):
    cuts = sorted({c + k * s for c, s in centres for k in (-9, -3, -1, 0, 1, 3, 9)})
    middle = quad_vec(function, cuts[0], cuts[-1], points=cuts[1:-1], epsrel=1e-9, epsabs=1e-13, norm="max")[0]
    if not far:
        return middle
    left = quad_vec(function, -np.inf, cuts[0], epsrel=1e-9, epsabs=1e-13, norm="max")[0]
    return middle + left + quad_vec(function, cuts[-1], np.inf, epsrel=1e-9, epsabs=1e-13, norm="max")[0]


def set_up(case):
    f0 = fast(case["density"], case.get("df"), case["nu0"])
    h0 = ACTIVATIONS[case["activation0"]][0]
    frozen_mean = lambda x: h0(predictor(x, case["eta0"], case["bias0"]))
    return f0, frozen_mean, case["density"] != "gaussian"


def information(case):
    f0, frozen_mean, far = set_up(case)
    h, dh = ACTIVATIONS[case["activation"]]
    lam, eta, nu = case["lambda"], case["eta"], case["nu"]

    def at_x(x):
        m0, u = frozen_mean(x), predictor(x, eta, case["bias"])
        m, z = h(u), np.append(x, 1.0) if case["bias"] else np.asarray(x)

        def outer(y):
            r = y - m
            a, b = normal_pdf(r, nu), f0(y - m0)
            p = (1 - lam) * b + lam * a
            if p < 1e-290:
                return np.zeros((len(z) + 2,) * 2)
            s = np.concatenate(([a - b], lam * a * r / nu * dh(u) * z, [lam * a * (r * r / nu - 1) / (2 * nu)]))
            return np.outer(s, s) / p

        return over_y(outer, [(m0, np.sqrt(case["nu0"])), (m, np.sqrt(nu))], far)

    matrix = over_x(case, at_x)
    scale = 1 / np.sqrt(np.diag(matrix))
    inverse = np.linalg.inv(matrix * np.outer(scale, scale))
    return (np.sqrt(np.diag(inverse)) * scale).tolist()


def information_many(case, order=14, panels=48, nodes=12):
    """The same in four dimensions: Gauss tensor in x (scipy.special), composite Gauss in y, vectorised."""
    density, df, nu0 = case["density"], case.get("df"), case["nu0"]
    t, w = roots_legendre(order) if case["law"] == "uniform" else roots_hermitenorm(order)
    t, w = (ROOT3 * t, w / 2) if case["law"] == "uniform" else (t, w / np.sqrt(2 * np.pi))
    d = case["dimension"]
    x = np.stack(np.meshgrid(*[t] * d, indexing="ij"), -1).reshape(-1, d)
    weights = np.prod(np.stack(np.meshgrid(*[w] * d, indexing="ij"), -1).reshape(-1, d), axis=1)
    h, dh = ACTIVATIONS[case["activation"]]
    lam, nu = case["lambda"], case["nu"]
    z = np.hstack([x, np.ones((len(x), 1))]) if case["bias"] else x
    m0 = ACTIVATIONS[case["activation0"]][0](x @ np.array(case["eta0"][:d]) + (case["eta0"][d] if case["bias0"] else 0))
    u = z @ np.array(case["eta"])
    m, g = h(u), dh(u) * np.ones(len(x))
    s, v = roots_legendre(nodes)
    matrix = np.zeros((z.shape[1] + 2,) * 2)
    f0 = frozen_density(density, df, nu0)
    for k in range(0, len(x), 256):
        c = slice(k, k + 256)
        # Half the panels on either side of the frozen mean, where a Laplace density has its kink.
        low, mid, high = np.minimum(m0, m)[c] - 18, m0[c], np.maximum(m0, m)[c] + 18
        steps = np.linspace(0, 1, panels // 2 + 1) ** 2
        cuts = np.hstack([mid[:, None] + (low - mid)[:, None] * steps[::-1], mid[:, None] + (high - mid)[:, None] * steps[1:]])
        half = np.diff(cuts) / 2
        y = ((cuts[:, 1:] + cuts[:, :-1]) / 2)[:, :, None] + half[:, :, None] * s
        wy = (half[:, :, None] * v).reshape(len(half), -1)
        y = y.reshape(len(half), -1)
        a, b = normal_pdf(y - m[c, None], nu), f0(y - m0[c, None])
        p = (1 - lam) * b + lam * a
        r = y - m[c, None]
        parts = [a - b, lam * a * r / nu * g[c, None], lam * a * (r * r / nu - 1) / (2 * nu)]
        ok = np.where(p > 1e-290, wy / np.maximum(p, 1e-290), 0)
        kernel = np.array([[np.sum(q * o * ok, axis=1) for q in parts] for o in parts])
        loading = np.zeros((3, len(r), z.shape[1] + 2))
        loading[0, :, 0], loading[1, :, 1:-1], loading[2, :, -1] = 1, z[c], 1
        matrix += np.einsum("n,abn,ani,bnj->ij", weights[c], kernel, loading, loading)
    return np.sqrt(np.diag(np.linalg.inv(matrix))).tolist()


def affinity(case, other):
    f0, frozen_mean, far = set_up(case)
    h = ACTIVATIONS[case["activation"]][0]

    def at_x(x):
        m0 = frozen_mean(x)
        parts = []
        for t in (case, other):
            parts.append((t["lambda"], h(predictor(x, t["eta"], case["bias"])), t["nu"]))

        def root(y):
            b = f0(y - m0)
            densities = [(1 - lam) * b + lam * normal_pdf(y - m, nu) for lam, m, nu in parts]
            return np.array([np.sqrt(densities[0] * densities[1])])

        return over_y(root, [(m0, np.sqrt(case["nu0"]))] + [(m, np.sqrt(nu)) for _, m, nu in parts], far)

    return float(over_x(case, at_x)[0])


def case(density="gaussian", df=None, activation0="tanh", bias0=True, eta0=(1.0, 0.0), nu0=1.0, activation="identity",
         bias=True, lam=0.4, eta=(-1.0, 0.5), nu=0.5, law="uniform", dimension=1, bends=None):
    return {"density": density, "df": df, "activation0": activation0, "bias0": bias0, "eta0": list(eta0), "nu0": nu0,
            "activation": activation, "bias": bias, "lambda": lam, "eta": list(eta), "nu": nu, "law": law,
            "dimension": dimension, "bends": bends}


CASES = {
    "Laplace, linear prompt": case("laplace", nu=0.25, lam=0.267),
    "Student-t with 3 df": case("student-t", df=3.0),
    "Student-t with 2.5 df, normal x": case("student-t", df=2.5, law="normal"),
    "heterogeneous Gaussian": case(lam=0.1),
    "linear near resonance": case(activation0="identity", lam=0.5, eta=(1.0, 1.2), nu=1.48),
    "linear, normal x": case(activation0="identity", lam=0.3, eta=(1.4, 0.2), nu=1.2, law="normal"),
    "tanh merging in slope": case(activation="tanh", nu0=0.04, nu=0.04, eta=(1.8, 0.0), lam=0.5),
    "gelu": case(activation0="gelu", activation="gelu", nu0=0.25, nu=0.3, eta=(1.8, 0.1)),
    "sigmoid": case(activation0="sigmoid", activation="sigmoid", nu0=0.01, nu=0.01, eta=(2.2, 0.1)),
    "softplus without bias": case("laplace", activation0="softplus", bias0=False, eta0=(1.0,), activation="softplus",
                                  bias=False, eta=(-1.0,)),
    "sin": case(activation0="sin", activation="sin", nu0=0.1, nu=0.2, eta=(1.9, 0.4)),
    "relu": case("laplace", activation0="relu", activation="relu", eta=(-1.2, 0.5), bends=[0.0, 0.5 / 1.2]),
    "narrow prompt in a broad model": case("laplace", nu0=4.0, nu=0.01, lam=0.01),
    "broad prompt around a narrow model": case(nu0=0.04, nu=9.0, lam=0.2),
    "two covariates": case(activation0="tanh", eta0=(0.8, -0.5, 0.1), eta=(-0.5, 0.7, 0.3), dimension=2),
    "four covariates": case("laplace", bias0=False, eta0=(0.5, 0.4, -0.3, 0.2), activation="tanh", eta=(-0.4, 0.5, 0.3, 0.6, 0.2),
                            dimension=4),
    "four covariates, merging": case(activation0="identity", eta0=(0.5, 0.4, -0.3, 0.2, 0.0), lam=0.5,
                                     eta=(0.9, 0.4, -0.3, 0.2, 0.3), nu=1.2, dimension=4),
    "four normal covariates": case(activation0="tanh", eta0=(0.3, 0.2, -0.2, 0.1, 0.1), activation="identity",
                                   eta=(-0.4, 0.3, 0.3, 0.6, 0.2), dimension=4, law="normal"),
}
OTHERS = {
    "Laplace, linear prompt": {"lambda": 0.35, "eta": [-0.9, 0.4], "nu": 0.3},
    "Student-t with 3 df": {"lambda": 0.9, "eta": [1.0, 0.0], "nu": 2.0},
    "linear near resonance": {"lambda": 0.8, "eta": [1.1, 0.9], "nu": 1.2},
    "linear, normal x": {"lambda": 0.0, "eta": [1.0, 0.0], "nu": 1.0},
    "tanh merging in slope": {"lambda": 1.0, "eta": [1.4, 0.0], "nu": 0.05},
}

if __name__ == "__main__":
    out = {"scipy": scipy.__version__, "cases": []}
    for name, c in CASES.items():
        entry = {"name": name, "model": c, "deviations": information_many(c) if c["dimension"] > 2 else information(c)}
        if name in OTHERS:
            entry["other"] = OTHERS[name]
            entry["affinity"] = affinity(c, OTHERS[name])
        out["cases"].append(entry)
        print(name, entry["deviations"], entry.get("affinity"), flush=True)
    pathlib.Path(__file__).with_name("reference.json").write_text(json.dumps(out, indent=1) + "\n")
