"""Log probabilities of counts and log densities of vectors at random points and in the tails, to 50 digits, by textbook formulas.

Writes packages/dsl/src/distributions/golden/distributions.json: for each distribution columns of parameters, `x` and
`logProb`. Inputs are float64 values and taken exactly. Run: python tools/golden/distributions.py (needs mpmath).
"""
import json
import os
import random
from mpmath import mp, mpf, log, loggamma, pi, exp, log1p, matrix, lu_solve, det

mp.dps = 60
rng = random.Random(20261123)
POINTS = 200


def magnitude(low, high):
    return 10 ** rng.uniform(low, high)


def sign():
    return rng.choice([-1, 1])


def binomial_coefficient(n, x):
    return loggamma(n + 1) - loggamma(x + 1) - loggamma(n - x + 1)


def count_near(mean, sd):
    """A count near the mean, some standard deviations off, or far out."""
    kind = rng.random()
    if kind < 0.15:
        return 0
    if kind < 0.25:
        return rng.randrange(0, 10)
    spread = 3 if kind < 0.8 else 30
    return max(0, round(mean + spread * sd * rng.uniform(-1, 1)))


def bernoulli():
    p = magnitude(-300, 0) if rng.random() < 0.4 else rng.random()
    if rng.random() < 0.2:
        p = 1 - magnitude(-15, -1)
    return dict(p=p), rng.randrange(2), lambda x, p: log(p) if x == 1 else log1p(-p)


def bernoulli_logit():
    l = sign() * (magnitude(-6, 2.85))
    return dict(logit=l), rng.randrange(2), lambda x, logit: -log1p(exp(-logit if x == 1 else logit))


def binomial():
    n = round(magnitude(0, 7))
    p = rng.random() if rng.random() < 0.6 else magnitude(-12, -1)
    x = min(n, count_near(n * p, (n * p * (1 - p)) ** 0.5))
    if rng.random() < 0.1:
        x = n
    f = lambda x, n, p: binomial_coefficient(n, x) + x * log(p) + (n - x) * log1p(-p)
    return dict(n=n, p=p), x, f


def binomial_logit():
    n = round(magnitude(0, 7))
    l = sign() * magnitude(-3, 1)
    p = float(1 / (1 + exp(-mpf(l))))
    x = min(n, count_near(n * p, (n * p * (1 - p)) ** 0.5))
    f = lambda x, n, logit: binomial_coefficient(n, x) - x * log1p(exp(-logit)) - (n - x) * log1p(exp(logit))
    return dict(n=n, logit=l), x, f


def poisson():
    mu = magnitude(-6, 7)
    return dict(mu=mu), count_near(mu, mu ** 0.5), lambda x, mu: x * log(mu) - mu - loggamma(x + 1)


def poisson_log():
    l = rng.uniform(-15, 16)
    mu = float(exp(mpf(l)))
    return dict(logMu=l), count_near(mu, mu ** 0.5), lambda x, logMu: x * logMu - exp(logMu) - loggamma(x + 1)


def negativeBinomial():
    mu, alpha = magnitude(-3, 6), magnitude(-3, 9)
    f = lambda x, mu, alpha: loggamma(x + alpha) - loggamma(alpha) - loggamma(x + 1) + alpha * log(alpha / (alpha + mu)) + x * log(mu / (alpha + mu))
    return dict(mu=mu, alpha=alpha), count_near(mu, (mu + mu * mu / alpha) ** 0.5), f


def negativeBinomial_n():
    n, p = magnitude(-2, 4), rng.uniform(0.001, 0.999)
    mean = n * (1 - p) / p
    f = lambda x, n, p: loggamma(x + n) - loggamma(n) - loggamma(x + 1) + n * log(p) + x * log1p(-p)
    return dict(n=n, p=p), count_near(mean, (mean / p) ** 0.5), f


def multivariate(points):
    """Vectors of three, by covariance and by its Cholesky factor: rows of flat arrays."""
    rows = []
    for _ in range(points):
        factor = [[0.0] * 3 for _ in range(3)]
        for i in range(3):
            for j in range(i):
                factor[i][j] = rng.uniform(-1, 1)
            factor[i][i] = magnitude(-1, 1)
        mu = [rng.uniform(-3, 3) for _ in range(3)]
        x = [m + magnitude(-2, 2) * sign() for m in mu]
        L = matrix(factor)
        cov = L * L.T
        d = matrix([mpf(a) - mpf(b) for a, b in zip(x, mu)])
        value = -(d.T * lu_solve(cov, d))[0] / 2 - log(det(cov)) / 2 - mpf(3) / 2 * log(2 * pi)
        rows.append(dict(mu=mu, chol=factor, x=x, logProb=float(value)))
    return rows


kinds = [bernoulli, bernoulli_logit, binomial, binomial_logit, poisson, poisson_log,
         negativeBinomial, negativeBinomial_n]
golden = {}
for kind in kinds:
    columns = {}
    while len(columns.get('x', [])) < POINTS:
        parameters, x, f = kind()
        x = float(x)
        value = f(mpf(x), **{key: mpf(float(v)) for key, v in parameters.items()})
        if value < -1e6 or not (abs(x) < 1e300):
            continue
        for key, v in [*parameters.items(), ('x', x), ('logProb', value)]:
            columns.setdefault(key, []).append(float(v))
    golden[kind.__name__] = columns
golden['multivariateNormal'] = multivariate(30)
folder = os.path.join(os.path.dirname(__file__), '../../packages/dsl/src/distributions/golden')
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, 'distributions.json'), 'w') as file:
    json.dump(golden, file, separators=(',', ':'))
