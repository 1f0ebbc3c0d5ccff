"""Exact log densities of distributions of vectors of length 3 and of 3 x 3 matrices, and their slopes.

Writes packages/dsl/src/distributions/golden/vectors.json: for each key rows of parameters, `x`, `logProb` and
`gradient:<name>`, numbers or flat arrays (matrices row by row). Inputs are float64 values, taken exactly; shares are multiples
of 2^-40, so that their sums are 1 exactly. Run: python tools/golden/distributions/vectors.py (needs mpmath).
"""
import json
import os

from mpmath import exp, log, loggamma, matrix, lu_solve, inverse, det, mp, mpf, pi

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


def multivariateNormal():
    mu = [rng.uniform(-3, 3) for _ in range(SIZE)]
    x = [m + rng.magnitude(-2, 1) * rng.sign() for m in mu]

    def f(x, mu, chol):
        q, scale = square_of(x, mu, chol)
        return -q / 2 - scale - mpf(SIZE) / 2 * log(2 * pi)

    return dict(mu=mu, chol=factor()), x, f, ['x', 'mu']


def square_matrix(values):
    return matrix([values[i * SIZE:(i + 1) * SIZE] for i in range(SIZE)])


def positive(scale=1.0):
    """A well-conditioned symmetric matrix."""
    a = [[(1.0 if i == j else 0.0) + rng.uniform(-0.4, 0.4) for j in range(SIZE)] for i in range(SIZE)]
    rows = [[sum(a[max(i, j)][k] * a[min(i, j)][k] for k in range(SIZE)) * scale for j in range(SIZE)] for i in range(SIZE)]
    return [v for row in rows for v in row]


def trace(m):
    return sum(m[i, i] for i in range(SIZE))


def multivariateNormal_tau():
    mu = [rng.uniform(-3, 3) for _ in range(SIZE)]
    x = [m + rng.magnitude(-2, 1) * rng.sign() for m in mu]

    def f(x, mu, tau):
        d, t = matrix([a - b for a, b in zip(x, mu)]), square_matrix(tau)
        return -(d.T * t * d)[0] / 2 + log(det(t)) / 2 - mpf(SIZE) / 2 * log(2 * pi)

    return dict(mu=mu, tau=positive(rng.magnitude(-1, 1))), x, f, ['x', 'mu', 'tau']


def lkj_constant(eta):
    terms = range(1, SIZE)
    half = mpf(1) / 2
    return sum(loggamma(eta + half * (SIZE - 1)) - loggamma(eta + half * (SIZE - 1 - j)) - half * j * log(pi) for j in terms)


def correlation_factor():
    rows = []
    for i in range(SIZE):
        left, row = 1.0, []
        for _ in range(i):
            z = rng.uniform(-0.95, 0.95)
            row.append(left**0.5 * z)
            left *= 1 - z * z
        rows.append(row + [left**0.5] + [0.0] * (SIZE - 1 - i))
    return rows


def lkjCholesky():
    x = [v for row in correlation_factor() for v in row]

    def f(x, eta):
        powers = sum((SIZE - i - 1 + 2 * eta - 2) * log(x[i * SIZE + i]) for i in range(1, SIZE))
        return lkj_constant(eta) + powers

    return dict(eta=rng.magnitude(-2, 5)), x, f, ['x', 'eta']


def lkjCorrelation():
    rows = correlation_factor()
    x = [1.0 if i == j else sum(a * b for a, b in zip(rows[max(i, j)], rows[min(i, j)])) for i in range(SIZE) for j in range(SIZE)]
    return dict(eta=rng.magnitude(-2, 1)), x, lambda x, eta: lkj_constant(eta) + (eta - 1) * log(det(square_matrix(x))), ['x', 'eta']


def log_multigamma(a):
    return mpf(SIZE * (SIZE - 1)) / 4 * log(pi) + sum(loggamma(a - mpf(j) / 2) for j in range(SIZE))


def wishart():
    nu, v = SIZE - 1 + rng.magnitude(-2, 4), positive()
    x = [nu * value for value in positive()]

    def f(x, nu, v):
        X, V = square_matrix(x), square_matrix(v)
        density = (nu - SIZE - 1) / 2 * log(det(X)) - trace(inverse(V) * X) / 2
        return density - nu * SIZE / 2 * log(2) - nu / 2 * log(det(V)) - log_multigamma(nu / 2)

    return dict(nu=nu, v=v), x, f, ['x', 'nu', 'v']


def inverseWishart():
    nu, s = SIZE - 1 + rng.magnitude(-2, 4), positive(rng.magnitude(-1, 1))
    x = [value / nu for value in positive(s[0])]

    def f(x, nu, s):
        X, S = square_matrix(x), square_matrix(s)
        density = -(nu + SIZE + 1) / 2 * log(det(X)) - trace(S * inverse(X)) / 2
        return density - nu * SIZE / 2 * log(2) + nu / 2 * log(det(S)) - log_multigamma(nu / 2)

    return dict(nu=nu, s=s), x, f, ['x', 'nu', 's']


def matrixNormal():
    mu = [rng.uniform(-3, 3) for _ in range(SIZE * SIZE)]
    x = [m + rng.magnitude(-2, 1) * rng.sign() for m in mu]

    def f(x, mu, rowchol, colchol):
        d = square_matrix([a - b for a, b in zip(x, mu)])
        A, B = square_matrix(rowchol), square_matrix(colchol)
        z = inverse(A) * d * inverse(B).T
        return -trace(z * z.T) / 2 - SIZE * (log(det(A)) + log(det(B))) - mpf(SIZE * SIZE) / 2 * log(2 * pi)

    return dict(mu=mu, rowchol=factor(), colchol=factor()), x, f, ['x', 'mu']


def centred(scale):
    """Multiples of 2^-40 that sum to 0 exactly."""
    units = [round(scale * rng.uniform(-1, 1) * 2**40) for _ in range(SIZE - 1)]
    return [u / 2**40 for u in units + [-sum(units)]]


def zeroSumNormal():
    sigma = rng.magnitude(-3, 3)
    x = centred(sigma * rng.magnitude(-1, 1.5))
    f = lambda x, sigma: -sum(v * v for v in x) / (2 * sigma**2) - (SIZE - 1) * log(sigma * mp.sqrt(2 * pi))
    return dict(sigma=sigma), x, f, ['x', 'sigma']


def zeroSumMatrixNormal():
    sigma = rng.magnitude(-3, 3)
    rows = [centred(sigma * rng.magnitude(-1, 1.5)) for _ in range(SIZE - 1)]
    x = [v for row in rows + [[-sum(column) for column in zip(*rows)]] for v in row]
    freedom = (SIZE - 1) ** 2
    f = lambda x, sigma: -sum(v * v for v in x) / (2 * sigma**2) - freedom * log(sigma * mp.sqrt(2 * pi))
    return dict(sigma=sigma), x, f, ['x', 'sigma']


def neighbours():
    a, b, c = [rng.choice([1.0, rng.magnitude(-1, 1)]) for _ in range(3)]
    return [0.0, a, b, a, 0.0, c, b, c, 0.0]


def laplacian(w, alpha):
    rows = square_matrix(w)
    degree = [sum(rows[i, j] for j in range(SIZE)) for i in range(SIZE)]
    return matrix([[(degree[i] if i == j else 0) - alpha * rows[i, j] for j in range(SIZE)] for i in range(SIZE)])


def car():
    mu = [rng.uniform(-1, 1) for _ in range(SIZE)]
    x = [m + rng.magnitude(-2, 1) * rng.sign() for m in mu]

    def f(x, mu, w, alpha, tau):
        d, q = matrix([a - b for a, b in zip(x, mu)]), laplacian(w, alpha)
        return mpf(SIZE) / 2 * log(tau / (2 * pi)) + log(det(q)) / 2 - tau / 2 * (d.T * q * d)[0]

    return dict(mu=mu, w=neighbours(), alpha=rng.uniform(-0.99, 0.99), tau=rng.magnitude(-2, 2)), x, f, ['x', 'mu', 'alpha', 'tau']


def icar():
    sigma = rng.magnitude(-2, 2)

    def f(x, w, sigma):
        v, q = matrix(x), laplacian(w, 1)
        filled = q + matrix([[mpf(1) / SIZE] * SIZE] * SIZE)
        return log(det(filled)) / 2 - (v.T * q * v)[0] / (2 * sigma**2) - (SIZE - 1) * log(sigma * mp.sqrt(2 * pi))

    return dict(w=neighbours(), sigma=sigma), centred(sigma * rng.magnitude(-1, 1)), f, ['sigma']


def normal(d, sigma):
    return -d * d / (2 * sigma**2) - log(sigma * mp.sqrt(2 * pi))


def gaussianRandomWalk():
    p = dict(mu=rng.uniform(-1, 1), sigma=rng.magnitude(-2, 2), initMu=rng.uniform(-3, 3), initSigma=rng.magnitude(-2, 2))
    x = [p['initMu'] + p['initSigma'] * rng.uniform(-5, 5)]
    while len(x) < SIZE:
        x.append(x[-1] + p['mu'] + p['sigma'] * rng.uniform(-5, 5))

    def f(x, mu, sigma, initMu, initSigma):
        return normal(x[0] - initMu, initSigma) + sum(normal(b - a - mu, sigma) for a, b in zip(x, x[1:]))

    return p, x, f, ['x', 'mu', 'sigma', 'initMu', 'initSigma']


def multivariateGaussianRandomWalk():
    vector = lambda: [rng.uniform(-1, 1) for _ in range(SIZE)]
    p = dict(mu=vector(), initMu=vector(), initSigma=[rng.magnitude(-1, 1) for _ in range(SIZE)], chol=factor())
    x = [rng.uniform(-3, 3) for _ in range(SIZE * SIZE)]

    def f(x, mu, initMu, initSigma, chol):
        rows = [x[i * SIZE:(i + 1) * SIZE] for i in range(SIZE)]
        total = sum(normal(a - b, s) for a, b, s in zip(rows[0], initMu, initSigma))
        for before, now in zip(rows, rows[1:]):
            q, scale = square_of(now, [a + b for a, b in zip(before, mu)], chol)
            total += -q / 2 - scale - mpf(SIZE) / 2 * log(2 * pi)
        return total

    return p, x, f, ['x', 'mu', 'initMu', 'initSigma']


def autoregressive():
    p = dict(
        rho=[rng.uniform(-1, 1), rng.uniform(-1, 1)], constant=rng.uniform(-1, 1), sigma=rng.magnitude(-2, 2),
        initMu=rng.uniform(-3, 3), initSigma=rng.magnitude(-2, 2),
    )
    x = [p['initMu'] + p['initSigma'] * rng.uniform(-5, 5) for _ in range(2)]
    while len(x) < SIZE:
        x.append(p['constant'] + p['rho'][0] * x[-1] + p['rho'][1] * x[-2] + p['sigma'] * rng.uniform(-5, 5))

    def f(x, rho, constant, sigma, initMu, initSigma):
        total = normal(x[0] - initMu, initSigma) + normal(x[1] - initMu, initSigma)
        for t in range(2, len(x)):
            total += normal(x[t] - constant - rho[0] * x[t - 1] - rho[1] * x[t - 2], sigma)
        return total

    return p, x, f, ['x', 'rho', 'constant', 'sigma', 'initMu', 'initSigma']


def garch():
    p = dict(
        mu=rng.uniform(-1, 1), omega=rng.magnitude(-2, 2), alpha=rng.uniform(0, 1), beta=rng.uniform(0, 1),
        initSigma=rng.magnitude(-1, 1),
    )
    x = [p['mu'] + p['initSigma'] * rng.uniform(-5, 5) for _ in range(SIZE)]

    def f(x, mu, omega, alpha, beta, initSigma):
        variance, total = initSigma**2, mpf(0)
        for value in x:
            total += normal(value - mu, mp.sqrt(variance))
            variance = omega + alpha * (value - mu)**2 + beta * variance
        return total

    return p, x, f, ['x', 'mu', 'omega', 'alpha', 'beta', 'initSigma']


CASES = (
    dirichlet, multinomial, multinomial_logit, dirichletMultinomial, multivariateStudentT, stickBreakingWeights,
    multivariateNormal, multivariateNormal_tau, lkjCholesky, lkjCorrelation, wishart, inverseWishart, matrixNormal,
    zeroSumNormal, car, icar, gaussianRandomWalk, multivariateGaussianRandomWalk,
    zeroSumMatrixNormal, autoregressive, garch,
)


def exact(value):
    return [mpf(v) for v in value] if isinstance(value, list) else mpf(value)


def slopes(f, arguments, name):
    at = arguments[name]
    if not isinstance(at, list):
        return float(slope(lambda v: f(**{**arguments, name: v}), at))
    along = lambda i: lambda v: f(**{**arguments, name: at[:i] + [v] + at[i + 1:]})
    return [float(slope(along(i), at[i])) for i in range(len(at))]


golden = {}
for case in CASES:
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
