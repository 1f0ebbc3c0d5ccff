"""Log densities of the posteriors of posteriordb, from their statements in words, at three points each.

Writes packages/examples/test/golden/posteriordb.json. Independent of the library: densities from scipy and mpmath, sums by fsum,
the differential equations by an order-8 method at 1e-13. Densities are on the constrained scale, without constants that do not
depend on a parameter, so only their differences mean something. The points lie about the reference means, one to two reference
standard deviations away, moved into the support.

    python3 tools/golden/posteriordb.py [folder of posteriordb]
"""

import json
import math
import sys
from math import fsum, log
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.integrate import solve_ivp

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "posteriordb"


def normal(x, mu, sd):
    x, mu, sd = np.broadcast_arrays(np.asarray(x, float), np.asarray(mu, float), np.asarray(sd, float))
    return fsum((-0.5 * ((x - mu) / sd) ** 2 - np.log(sd)).ravel())


def cauchy(x, scale):
    return -math.log1p((x / scale) ** 2)


def student(x, nu, mu, sd):
    return -(nu + 1) / 2 * math.log1p(((x - mu) / sd) ** 2 / nu)


def lognormal(x, mu, sd):
    x, mu, sd = np.broadcast_arrays(np.asarray(x, float), np.asarray(mu, float), np.asarray(sd, float))
    return normal(np.log(x), mu, sd) - fsum(np.log(x).ravel())


def regression(y, columns, p, prior=lambda p: 0.0):
    X = np.column_stack([np.ones(len(y)), *columns])
    return normal(y, X @ np.array(p["beta"]), p["sigma"]) + prior(p)


def column(d, name):
    return np.asarray(d[name], float)


def mesquite(d):
    f, s, c = (np.log(column(d, k)) for k in ("diam1", "diam2", "canopy_height"))
    return dict(w=np.log(column(d, "weight")), f=f, s=s, c=c, a=f + s, v=f + s + c, r=f - s,
                t=np.log(column(d, "total_height")), d=np.log(column(d, "density")), g=column(d, "group"))


def nes(d, p):
    age = np.asarray(d["age_discrete"])
    columns = [column(d, "real_ideo"), column(d, "race_adj")] + [(age == k).astype(float) for k in (2, 3, 4)]
    columns += [column(d, k) for k in ("educ1", "gender", "income")]
    return regression(column(d, "partyid7"), columns, p)


def interaction(d, p, hs, iq):
    return regression(column(d, "kid_score"), [hs, iq, hs * iq], p)


def hmm(log_emissions, theta1, theta2):
    A = np.log(np.array([theta1, theta2]))
    g = log_emissions[0]
    for row in log_emissions[1:]:
        g = np.array([row[k] + np.logaddexp(g[0] + A[0][k], g[1] + A[1][k]) for k in range(2)])
    return float(np.logaddexp(g[0], g[1]))


def garch(d, p):
    y, total, variance = d["y"], [], d["sigma1"] ** 2
    for t, value in enumerate(y):
        if t > 0:
            variance = p["alpha0"] + p["alpha1"] * (y[t - 1] - p["mu"]) ** 2 + p["beta1"] * variance
        total.append(-0.5 * (value - p["mu"]) ** 2 / variance - 0.5 * log(variance))
    return fsum(total)


def gp(d, p):
    x, y = column(d, "x"), column(d, "y")
    C = p["alpha"] ** 2 * np.exp(-((x[:, None] - x[None, :]) ** 2) / (2 * p["rho"] ** 2)) + p["sigma"] * np.eye(len(x))
    prior = stats.gamma.logpdf(p["rho"], 25, scale=1 / 4) + normal(p["alpha"], 0, 2) + normal(p["sigma"], 0, 1)
    sign, det = np.linalg.slogdet(C)
    return float(-0.5 * y @ np.linalg.solve(C, y) - 0.5 * det) + prior


def accel(d, p):
    def process(part):
        w = np.array([row[0] for row in d[f"slambda{part}"]])
        s, l = p[f"sdgp{part}"], p[f"lscale{part}"]
        S = s ** 2 * math.sqrt(2 * math.pi) * l * np.exp(-(l ** 2) * w ** 2 / 2)
        return np.asarray(d[f"Xgp{part}"]) @ (np.sqrt(S) * np.array(p[f"zgp{part}"]))

    def inverse_gamma(x, a, b):
        return -(a + 1) * log(x) - b / x

    prior = student(p["Intercept"], 3, -13, 36) + student(p["Intercept_sigma"], 3, 0, 10)
    for part in ("_1", "_sigma_1"):
        prior += student(p[f"sdgp{part}"], 3, 0, 36) + inverse_gamma(p[f"lscale{part}"], 1.124909, 0.0177)
        prior += normal(p[f"zgp{part}"], 0, 1)
    sd = np.exp(p["Intercept_sigma"] + process("_sigma_1"))
    return normal(d["Y"], p["Intercept"] + process("_1"), sd) + prior


def lotka(d, p):
    a, b, c, e = p["theta"]
    solved = solve_ivp(lambda t, z: [(a - b * z[1]) * z[0], (-c + e * z[0]) * z[1]], (0, d["ts"][-1]), p["z_init"],
                       method="DOP853", t_eval=d["ts"], rtol=1e-13, atol=1e-13).y.T
    prior = normal([p["theta"][0], p["theta"][2]], 1, 0.5) + normal([p["theta"][1], p["theta"][3]], 0.05, 0.05)
    prior += lognormal(p["sigma"], -1, 1) + lognormal(p["z_init"], log(10), 1)
    seen = lognormal(d["y_init"], np.log(p["z_init"]), p["sigma"]) + lognormal(d["y"], np.log(solved), p["sigma"])
    return prior + seen


def mixture(d, p):
    y = column(d, "y")
    parts = [np.log(w) + stats.norm.logpdf(y, m, s) for w, m, s in zip((p["theta"], 1 - p["theta"]), p["mu"], p["sigma"])]
    prior = normal(p["sigma"], 0, 2) + normal(p["mu"], 0, 2) + stats.beta.logpdf(p["theta"], 5, 5)
    # normal() keeps -log(sd) of a constant sd: it cancels.
    return fsum(np.logaddexp(*parts)) + float(prior)


def schools(d, p):
    return normal(p["theta"], p["mu"], p["tau"]) + normal(p["mu"], 0, 5) + cauchy(p["tau"], 5) + normal(d["y"], p["theta"], d["sigma"])


def schools_noncentred(d, p):
    theta = p["mu"] + p["tau"] * np.array(p["theta_trans"])
    return normal(p["theta_trans"], 0, 1) + normal(p["mu"], 0, 5) + cauchy(p["tau"], 5) + normal(d["y"], theta, d["sigma"])


def ark(d, p):
    y, K = d["y"], d["K"]
    means = [p["alpha"] + fsum(p["beta"][k] * y[t - 1 - k] for k in range(K)) for t in range(K, len(y))]
    return normal(y[K:], means, p["sigma"]) + normal(p["alpha"], 0, 10) + normal(p["beta"], 0, 10) + cauchy(p["sigma"], 2.5)


def diamonds(d, p):
    X = np.asarray(d["X"], float)[:, 1:]
    X = X - X.mean(axis=0)
    prior = normal(p["b"], 0, 1) + student(p["Intercept"], 3, 8, 10) + student(p["sigma"], 3, 0, 10)
    return normal(d["Y"], p["Intercept"] + X @ np.array(p["b"]), p["sigma"]) + prior


def drive(d, p):
    def seen(x, rates):
        return np.column_stack([np.log(r) - r * column(d, x) for r in rates])

    prior = normal(p["phi"], [0, 3], 1) + normal(p["lambda"], [0, 3], 1)
    for row, theta in zip(d["alpha"], (p["theta1"], p["theta2"])):
        prior += fsum((a - 1) * log(t) for a, t in zip(row, theta))
    return hmm(seen("u", p["phi"]) + seen("v", p["lambda"]), p["theta1"], p["theta2"]) + prior


def hmm_example(d, p):
    emissions = np.column_stack([-0.5 * (column(d, "y") - m) ** 2 for m in p["mu"]])
    return hmm(emissions, p["theta1"], p["theta2"]) + normal(p["mu"], [3, 10], 1)


def blr(d, p):
    mean = np.asarray(d["X"], float) @ np.array(p["beta"])
    return normal(d["y"], mean, p["sigma"]) + normal(p["beta"], 0, 10) + normal(p["sigma"], 0, 10)


def centred(x):
    return x - x.mean()


def scaled(x):
    return centred(x) / (2 * x.std(ddof=1))


def kid(*names):
    return lambda d, p: regression(column(d, "kid_score"), [column(d, n) for n in names], p, lambda p: cauchy(p["sigma"], 2.5))


def earnings(*names):
    def value(d, p):
        columns = [column(d, n) for n in names if n != "inter"]
        if "inter" in names:
            columns.append(column(d, "height") * column(d, "male"))
        return regression(np.log(column(d, "earn")), columns, p)
    return value


def bush(*names):
    return lambda d, p: (lambda m: regression(m["w"], [m[n] for n in names], p))(mesquite(d))


MODELS = {
    "log10earn_height": lambda d, p: regression(np.log10(column(d, "earn")), [column(d, "height")], p),
    "logearn_height": earnings("height"),
    "logearn_height_male": earnings("height", "male"),
    "logearn_interaction": earnings("height", "male", "inter"),
    "logmesquite": bush(*"fsctdg"),
    "logmesquite_logva": bush(*"vag"),
    "logmesquite_logvas": bush(*"vartdg"),
    "logmesquite_logvolume": bush("v"),
    "nes": nes,
    "kidscore_momhs": kid("mom_hs"),
    "kidscore_momiq": kid("mom_iq"),
    "kidscore_momhsiq": kid("mom_hs", "mom_iq"),
    "kidscore_interaction_c": lambda d, p: interaction(d, p, centred(column(d, "mom_hs")), centred(column(d, "mom_iq"))),
    "kidscore_interaction_c2": lambda d, p: interaction(d, p, column(d, "mom_hs") - 0.5, column(d, "mom_iq") - 100),
    "kidscore_interaction_z": lambda d, p: interaction(d, p, scaled(column(d, "mom_hs")), scaled(column(d, "mom_iq"))),
    "accel_gp": accel,
    "arK": ark,
    "blr": blr,
    "diamonds": diamonds,
    "eight_schools_centered": schools,
    "eight_schools_noncentered": schools_noncentred,
    "garch11": garch,
    "gp_regr": gp,
    "hmm_drive_0": drive,
    "hmm_example": hmm_example,
    "lotka_volterra": lotka,
    "low_dim_gauss_mix": mixture,
}


def points(name, reference):
    """Three points: the means, and two about them."""
    rng = np.random.default_rng(5)
    made = []
    for scale in (0.0, 0.7, -0.7):
        p = {}
        for quantity, s in reference.items():
            base, _, index = quantity.partition("[")
            # Small enough that ordered, positive and bounded ones stay so.
            value = s["mean"] + scale * rng.uniform(0.5, 1.0) * min(s["sd"], abs(s["mean"]) * 0.5 if name in POSITIVE else s["sd"])
            if index:
                p.setdefault(base, []).append(value)
            else:
                p[base] = value
        for simplex in ("theta1", "theta2"):
            if simplex in p:
                p[simplex] = [p[simplex][0], 1 - p[simplex][0]]
        if name == "eight_schools_noncentered":
            p["theta_trans"] = [(t - p["mu"]) / p["tau"] for t in p.pop("theta")]
        made.append(p)
    return made


POSITIVE = {"garch11", "lotka_volterra", "accel_gp", "eight_schools_centered", "eight_schools_noncentered"}

out = {}
for folder in sorted(f for f in FOLDER.iterdir() if (f / "data.json").exists()):
    data = json.loads((folder / "data.json").read_text())
    reference = json.loads((folder / "reference.json").read_text())["parameters"]
    model = folder.name.split("-", 1)[1]
    at = points(model, reference)
    out[folder.name] = [{"values": p, "logDensity": float(MODELS[model](data, p))} for p in at]

target = ROOT / "packages" / "examples" / "test" / "golden" / "posteriordb.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(out, indent=None, separators=(",", ":")) + "\n")
print(len(out), "posteriors")
