"""Means, variances and modes without a closed form, as rows of packages/dsl/src/distributions/modesAndMoments.test.ts.

    python tools/golden/distributions/modesAndMoments.py
"""
from mpmath import erfc, exp, linspace, mp, mpf, pi, quad, sqrt, tanh

mp.dps = 40


def share(y):
    return 1 / (1 + exp(-y))


def logitNormal(mu, sigma):
    """Mean and variance by integrals over the log odds; the mode from the side of mu on which there is one alone."""
    mu, sigma = mpf(mu), mpf(sigma)
    density = lambda y: exp(-((y - mu) / sigma) ** 2 / 2) / sigma / sqrt(2 * pi)
    shift = min(2 * sigma * sigma, abs(mu)) + 14 * sigma
    places = sorted({*linspace(mu - shift, mu + shift, 41), *(y for y in linspace(-40, 40, 41) if abs(y - mu) < shift)})
    mean = quad(lambda y: share(y) * density(y), places)
    variance = quad(lambda y: (share(y) - mean) ** 2 * density(y), places)
    sign = 1 if mu > 0 else -1
    y = mu + sign * sigma**2
    for _ in range(4000):
        y = mu + sigma**2 * tanh(y / 2)
    return mean, variance, share(y)


def exGaussian(mu, sigma, nu):
    """The mode, where the slope of the textbook density is 0."""
    mu, sigma, nu = mpf(mu), mpf(sigma), mpf(nu)
    lower = lambda w: erfc(-w / sqrt(2)) / 2
    slope = lambda w: exp(-w * w / 2) / sqrt(2 * pi) / lower(w) - sigma / nu
    low, high = -sigma / nu, mpf(20)
    for _ in range(140):
        w = (low + high) / 2
        low, high = (w, high) if slope(w) > 0 else (low, w)
    return (mu + sigma * (w + sigma / nu),)


CASES = {
    logitNormal: [(0, 1), (0.5, 1), (-3, 0.5), (2, 5), (-30, 2), (10, 0.01), (0, 3), (-1, 1e-5), (0.3, 40), (-2, 0.9)],
    exGaussian: [(0, 1, 1), (0.3, 0.05, 0.1), (-2, 3, 0.2), (0, 1, 40), (5, 0.001, 1)],
}
for case, rows in CASES.items():
    for row in rows:
        print(case.__name__, row, [float(value) for value in case(*row)])
