"""
Distributions whose cdf is a difference of normal tails. Run: python tools/golden/distributions/normalMixtures.py [names]
"""
import sys

from mpmath import erfc, exp, log, mp, pi, sqrt

from common import DIGITS, Point, run


def below(z):
    return erfc(-z / sqrt(2)) / 2


def precisely(f):
    """With as many more digits as differences of tails may cancel."""
    def wide(*args, **given):
        with mp.workdps(4 * DIGITS):
            return f(*args, **given)
    return wide


def exGaussian(rng):
    mu, sigma = rng.sign() * rng.magnitude(-3, 3), rng.magnitude(-3, 3)
    ratio = rng.magnitude(-4, 4)
    kind = rng.random()
    z = rng.uniform(-8, 8) if kind < 0.4 else -rng.magnitude(0, 3) if kind < 0.7 else min(rng.magnitude(0, 6) / ratio, 1e9)
    x = mu + sigma * z
    tail = lambda x, mu, sigma, nu: exp((sigma / nu) ** 2 / 2 - (x - mu) / nu) * below((x - mu) / sigma - sigma / nu)
    return Point(
        dict(mu=mu, sigma=sigma, nu=sigma / ratio), x,
        precisely(lambda x, mu, sigma, nu: log(tail(x, mu, sigma, nu) / nu)),
        precisely(lambda x, mu, sigma, nu: below((x - mu) / sigma) - tail(x, mu, sigma, nu)),
        precisely(lambda x, mu, sigma, nu: below((mu - x) / sigma) + tail(x, mu, sigma, nu)),
    )


def wald_forms(mean, shape):
    def a(x, first, second):
        m, l = mean(first, second), shape(first, second)
        return sqrt(l / x) * (x / m - 1)

    def rest(x, first, second):
        m, l = mean(first, second), shape(first, second)
        return exp(2 * l / m) * below(-sqrt(l / x) * (x / m + 1))

    return (
        lambda x, first, second: log(shape(first, second) / (2 * pi * x ** 3)) / 2 - a(x, first, second) ** 2 / 2,
        precisely(lambda x, first, second: below(a(x, first, second)) + rest(x, first, second)),
        precisely(lambda x, first, second: below(-a(x, first, second)) - rest(x, first, second)),
    )


def wald_value(rng, mu, phi):
    """x by its standard distance, sqrt(phi) (sqrt(x / mu) - sqrt(mu / x)), ordinary or far out."""
    z = rng.uniform(-6, 6) if rng.random() < 0.6 else rng.sign() * rng.magnitude(0, 3)
    half = z / phi ** 0.5 / 2
    root = (half * half + 1) ** 0.5
    return mu * (half + root) ** 2 if half > 0 else mu / (root - half) ** 2


def wald_by(mean, shape, first, second, given):
    def case(rng):
        mu, phi = rng.magnitude(-3, 3), rng.magnitude(-4, 5)
        values = dict(mu=mu, lam=mu * phi, phi=phi)
        forms = wald_forms(mean, shape)
        formulas = [lambda x, f=f, **p: f(x, p[first], p[second]) for f in forms]
        return Point({name: values[name] for name in given}, wald_value(rng, mu, phi), *formulas)
    return case


def between(a, b):
    """P(a <= Z <= b) of a standard normal number; None is an infinite end."""
    if a is None:
        return below(b)
    if b is None:
        return below(-a)
    return below(-a) - below(-b) if a > 0 else below(b) - below(a)


def truncated_normal(scale, spread, bounds):
    """@param bounds which there are"""
    def case(rng):
        mu, sigma = rng.sign() * rng.magnitude(-3, 3), rng.magnitude(-3, 3)
        near = rng.uniform(-3, 3) if rng.random() < 0.5 else rng.sign() * rng.magnitude(0, 3)
        width = rng.magnitude(-3, 3)
        ends = dict(lower=mu + sigma * near)
        ends['upper'] = ends['lower'] + sigma * width
        # From the bound that is nearest to the mean, as far as the density falls, or anywhere.
        fall = rng.magnitude(-3, 2) / (1 + abs(near))
        if 'upper' not in bounds:
            x = ends['lower'] + sigma * (fall if near > 0 else rng.magnitude(-3, 3))
        elif 'lower' not in bounds:
            x = ends['upper'] - sigma * (fall if near < 0 else rng.magnitude(-3, 3))
        else:
            share = min(fall / width, rng.random()) if rng.random() < 0.6 else rng.random()
            x = ends['lower'] + (ends['upper'] - ends['lower']) * (share if near > 0 else 1 - share)
        given = dict(mu=mu, **spread(sigma), **{name: ends[name] for name in bounds})

        def standard(x, mu, lower=None, upper=None, **rest):
            s = scale(**rest)
            return [None if value is None else (value - mu) / s for value in (x, lower, upper)], s

        def logp(x, **given):
            (z, a, b), s = standard(x, **given)
            return -z * z / 2 - log(2 * pi) / 2 - log(s) - log(between(a, b))

        def cdf(x, **given):
            (z, a, b), _ = standard(x, **given)
            return between(a, z) / between(a, b)

        def sf(x, **given):
            (z, a, b), _ = standard(x, **given)
            return between(z, b) / between(a, b)

        return Point(given, x, precisely(logp), precisely(cdf), precisely(sf))
    return case


by_sigma = (lambda sigma: sigma, lambda sigma: dict(sigma=sigma))
by_tau = (lambda tau: 1 / sqrt(tau), lambda sigma: dict(tau=sigma ** -2))

CASES = dict(
    exGaussian=exGaussian,
    truncatedNormal=truncated_normal(*by_sigma, ('lower', 'upper')),
    truncatedNormal_lower=truncated_normal(*by_sigma, ('lower',)),
    truncatedNormal_upper=truncated_normal(*by_sigma, ('upper',)),
    truncatedNormal_tau=truncated_normal(*by_tau, ('lower', 'upper')),
    wald=wald_by(lambda m, l: m, lambda m, l: l, 'mu', 'lam', ('mu', 'lam')),
    wald_phi=wald_by(lambda m, p: m, lambda m, p: m * p, 'mu', 'phi', ('mu', 'phi')),
    wald_lam_phi=wald_by(lambda l, p: l / p, lambda l, p: l, 'lam', 'phi', ('lam', 'phi')),
)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
