"""Exact log densities of distributions of vectors of length 3, and their slopes.

Writes packages/dsl/src/distributions/golden/vectors.json: for each key rows of parameters, `x`, `logProb` and
`gradient:<name>`, numbers or flat arrays (matrices row by row). Inputs are float64 values, taken exactly; shares are multiples
of 2^-40, so that their sums are 1 exactly. Run: python tools/golden/distributions/vectors.py (needs mpmath).
"""
import json
import os

from mpmath import exp, log, loggamma, matrix, lu_solve, det, mp, mpf, pi

from common import Draws, FOLDER, slope

SIZE = 3
POINTS = 200
rng = Draws(20261126)


def shares(weights):
    """Shares in these proportions, rounded to multiples of 2^-40; none is 0."""
    total = sum(weights)
    units = [max(1, round(w / total * 2**40)) for w in weights]
    units[units.index(max(units))] += 2**40 - sum(units)
    return [u / 2**40 for u in units]


def concentrations(low, high):
    scale = rng.uniform(low, high)
    return [10 ** min(high, max(low, scale + rng.uniform(-1, 1))) for _ in range(SIZE)]


def counts(n, weights):
    left, result = n, []
    for i in range(SIZE - 1):
        p = weights[i] / sum(weights[i:])
        sd = (left * p * (1 - p)) ** 0.5
        result.append(min(left, max(0, round(left * p + 3 * sd * rng.uniform(-1, 1)))))
        left -= result[-1]
    return result + [left]


def dirichlet():
    a = concentrations(-2, 9)
    total = sum(a)
    x = shares([max(v / total * (1 + 3 * rng.uniform(-1, 1) / (v**0.5 + 1)), 1e-9) for v in a])
    f = lambda x, a: loggamma(sum(a)) + sum((b - 1) * log(y) - loggamma(b) for y, b in zip(x, a))
    return dict(a=a), x, f, ['x', 'a']


def multinomial():
    n = round(10 ** rng.uniform(0, 9))
    p = shares([10 ** rng.uniform(-3, 0) for _ in range(SIZE)])
    f = lambda x, n, p: loggamma(n + 1) + sum(y * log(q) - loggamma(y + 1) for y, q in zip(x, p))
    return dict(n=n, p=p), counts(n, p), f, ['p']


def multinomial_logit():
    n = round(10 ** rng.uniform(0, 7))
    logit = [rng.uniform(-3, 3) for _ in range(SIZE)]

    def f(x, n, logit):
        total = log(sum(exp(v) for v in logit))
        return loggamma(n + 1) + sum(y * (v - total) - loggamma(y + 1) for y, v in zip(x, logit))

    return dict(n=n, logit=logit), counts(n, [float(exp(v)) for v in logit]), f, ['logit']


def dirichletMultinomial():
    n = round(10 ** rng.uniform(0, 9))
    a = concentrations(-2, 9)

    def f(x, n, a):
        pairs = sum(loggamma(y + b) - loggamma(y + 1) - loggamma(b) for y, b in zip(x, a))
        return loggamma(n + 1) + loggamma(sum(a)) - loggamma(n + sum(a)) + pairs

    return dict(n=n, a=a), counts(n, a), f, ['a']


def factor():
    rows = [[rng.uniform(-1, 1) if j < i else 0.0 for j in range(SIZE)] for i in range(SIZE)]
    for i in range(SIZE):
        rows[i][i] = rng.magnitude(-1, 1)
    return [v for row in rows for v in row]


def square_of(x, mu, chol):
    L = matrix(SIZE, SIZE)
    for i in range(SIZE):
        for j in range(SIZE):
            L[i, j] = chol[i * SIZE + j]
    z = lu_solve(L, matrix([a - b for a, b in zip(x, mu)]))
    return sum(v * v for v in z), log(det(L))


def multivariateStudentT():
    nu, mu = rng.magnitude(-1, 9), [rng.uniform(-3, 3) for _ in range(SIZE)]
    x = [m + rng.magnitude(-2, 2) * rng.sign() for m in mu]

    def f(x, nu, mu, chol):
        q, scale = square_of(x, mu, chol)
        tail = (nu + SIZE) / 2 * mp.log1p(q / nu)
        return loggamma((nu + SIZE) / 2) - loggamma(nu / 2) - mpf(SIZE) / 2 * log(nu * pi) - scale - tail

    return dict(nu=nu, mu=mu, chol=factor()), x, f, ['x', 'nu', 'mu']


def stickBreakingWeights():
    alpha = rng.magnitude(-2, 4)
    left, weights = 1.0, []
    for _ in range(SIZE - 1):
        share = min(0.999, max(1e-6, rng.betavariate(1, alpha)))
        weights.append(left * share)
        left *= 1 - share
    x = shares(weights + [left])

    def f(x, alpha):
        rest = sum(log(sum(x[i:])) for i in range(1, SIZE - 1))
        return (SIZE - 1) * log(alpha) + (alpha - 1) * log(x[-1]) - rest

    return dict(alpha=alpha), x, f, ['alpha']


def exact(value):
    return [mpf(v) for v in value] if isinstance(value, list) else mpf(value)


def slopes(f, arguments, name):
    at = arguments[name]
    if not isinstance(at, list):
        return float(slope(lambda v: f(**{**arguments, name: v}), at))
    along = lambda i: lambda v: f(**{**arguments, name: at[:i] + [v] + at[i + 1:]})
    return [float(slope(along(i), at[i])) for i in range(len(at))]


golden = {}
for case in (dirichlet, multinomial, multinomial_logit, dirichletMultinomial, multivariateStudentT, stickBreakingWeights):
    rows = []
    while len(rows) < POINTS:
        parameters, x, f, free = case()
        arguments = {name: exact(value) for name, value in dict(parameters, x=x).items()}
        value = f(**arguments)
        if not -1e6 < value < 1e6:
            continue
        gradients = {f'gradient:{name}': slopes(f, arguments, name) for name in free}
        rows.append(dict(parameters, x=x, logProb=float(value), **gradients))
    golden[case.__name__] = rows
with open(os.path.join(FOLDER, 'vectors.json'), 'w') as file:
    json.dump(golden, file, separators=(',', ':'))
