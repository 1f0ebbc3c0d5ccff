"""Distributions made by combinators, in packages/dsl/src/combinators/golden. Run: python tools/golden/distributions/combinators.py [names]"""
import json
import os
import sys
import zlib

from mpmath import erfc, exp, log, log1p, loggamma, mp, pi, sqrt

from common import Draws, Point, row

FOLDER = os.path.join(os.path.dirname(__file__), '../../../packages/dsl/src/combinators/golden')


def density(x, mu, sigma):
    return -((x - mu) / sigma) ** 2 / 2 - log(sigma) - log(2 * pi) / 2


def below(x, mu, sigma):
    return erfc((mu - x) / sigma / sqrt(2)) / 2


def above(x, mu, sigma):
    return erfc((x - mu) / sigma / sqrt(2)) / 2


def between(a, b, mu, sigma):
    """P(a < X <= b), by the tail that both lie in: 80 digits are not enough for 1 - 1e-200."""
    if a > mu:
        return above(a, mu, sigma) - above(b, mu, sigma)
    return below(b, mu, sigma) - below(a, mu, sigma)


def window(rng):
    """Location, scale, and two bounds up to 35 scales off."""
    mu, sigma = rng.sign() * rng.magnitude(-3, 3), rng.magnitude(-3, 3)
    z = rng.sign() * rng.magnitude(-2, 1.54)
    width = rng.magnitude(-1, 1)
    lower, upper = float(mu + sigma * z), float(mu + sigma * (z + width))
    return mu, sigma, lower, upper, lower + (upper - lower) * rng.random()


def truncated_normal(rng):
    mu, sigma, lower, upper, x = window(rng)
    mass = lambda mu, sigma, lower, upper: between(lower, upper, mu, sigma)
    return Point(
        dict(mu=mu, sigma=sigma, lower=lower, upper=upper), x,
        lambda x, mu, sigma, lower, upper: density(x, mu, sigma) - log(mass(mu, sigma, lower, upper)),
        lambda x, mu, sigma, lower, upper: between(lower, x, mu, sigma) / mass(mu, sigma, lower, upper),
        lambda x, mu, sigma, lower, upper: between(x, upper, mu, sigma) / mass(mu, sigma, lower, upper),
    )


def one_sided(rng):
    mu, sigma, lower, _, _ = window(rng)
    x = lower + sigma * rng.magnitude(-0.7, 0.5) / max(1, (lower - mu) / sigma)
    return Point(
        dict(mu=mu, sigma=sigma, lower=lower), x,
        lambda x, mu, sigma, lower: density(x, mu, sigma) - log(above(lower, mu, sigma)),
        lambda x, mu, sigma, lower: between(lower, x, mu, sigma) / above(lower, mu, sigma),
        lambda x, mu, sigma, lower: above(x, mu, sigma) / above(lower, mu, sigma),
    )


def truncated_counts(rng):
    """Failures before a success, between bounds that are whole numbers or not."""
    p = rng.choice([rng.magnitude(-4, 0), rng.uniform(0.01, 0.9)])
    lower = rng.randrange(0, 50)
    upper = lower + rng.randrange(1, 60)
    survival = lambda x, p: (1 - p) ** (x + 1)
    mass = lambda p, lower, upper: survival(lower - 1, p) - survival(upper, p)
    point = Point(
        dict(success=p, lower=lower, upper=upper), rng.randrange(lower, upper + 1),
        lambda x, success, lower, upper: log(success) + x * log1p(-success) - log(mass(success, lower, upper)),
        lambda x, success, lower, upper: mass(success, lower, x) / mass(success, lower, upper),
        lambda x, success, lower, upper: mass(success, x + 1, upper) / mass(success, lower, upper),
        discrete=True,
    )
    point.whole = ('lower', 'upper')
    return point


def censored_normal(rng):
    mu, sigma, lower, upper, x = window(rng)
    at = rng.choice(['lower', 'upper', 'inside'])
    x = dict(lower=lower, upper=upper, inside=x)[at]

    def logp(x, mu, sigma, lower, upper):
        return dict(
            lower=lambda: log(below(lower, mu, sigma)), upper=lambda: log(above(upper, mu, sigma)),
            inside=lambda: density(x, mu, sigma),
        )[at]()
    # At a bound the slope in x means nothing.
    return Point(dict(mu=mu, sigma=sigma, lower=lower, upper=upper), x, logp, discrete=True)


def interval_normal(rng):
    mu, sigma, lower, upper, x = window(rng)
    logp = lambda x, mu, sigma, high: log(between(x, high, mu, sigma))
    return Point(dict(mu=mu, sigma=sigma, high=upper), lower, logp, discrete=True, whole=('high',))


def mixture(rng):
    mu0, sigma0, x = rng.real_line(-2, 1.5)
    mu1, sigma1 = mu0 + sigma0 * rng.sign() * rng.magnitude(-1, 1), sigma0 * rng.magnitude(-1, 1)
    w0 = rng.randrange(1, 2 ** 20) / 2 ** 20
    w1 = 1 - w0

    def mixed(f, x, w0, w1, mu0, sigma0, mu1, sigma1):
        return w0 * f(x, mu0, sigma0) + w1 * f(x, mu1, sigma1)
    return Point(
        dict(w0=w0, w1=w1, mu0=mu0, sigma0=sigma0, mu1=mu1, sigma1=sigma1), x,
        lambda x, **given: log(mixed(lambda *at: exp(density(*at)), x, **given)),
        lambda x, **given: mixed(below, x, **given),
        lambda x, **given: mixed(above, x, **given),
    )


def poisson(x, mu):
    return x * log(mu) - mu - loggamma(x + 1)


def zero_inflated(rng):
    mu = rng.magnitude(-6, 4)
    psi = rng.choice([rng.random(), rng.magnitude(-9, 0), 1 - rng.magnitude(-9, 0)])
    x = rng.count_near(mu, mu ** 0.5)

    def logp(x, mu, psi):
        return log(1 - psi + psi * exp(-mu)) if x == 0 else log(psi) + poisson(x, mu)
    return Point(dict(mu=mu, psi=psi), x, logp, discrete=True)


def hurdle(rng):
    mu = rng.magnitude(-6, 4)
    psi = rng.choice([rng.random(), rng.magnitude(-9, 0), 1 - rng.magnitude(-9, 0)])
    x = rng.count_near(mu, mu ** 0.5)

    def logp(x, mu, psi):
        return log1p(-psi) if x == 0 else log(psi) + poisson(x, mu) - log(-mp.expm1(-mu))
    return Point(dict(mu=mu, psi=psi), x, logp, discrete=True)


def write(key, case, points=200):
    rng = Draws(zlib.crc32(key.encode()))
    columns = {}
    for _ in range(points):
        point = case(rng)
        point.x = float(point.x)
        point.parameters = {name: float(value) for name, value in point.parameters.items()}
        for name, value in row(point).items():
            columns.setdefault(name, []).append(value)
    os.makedirs(FOLDER, exist_ok=True)
    with open(os.path.join(FOLDER, f'{key}.json'), 'w') as file:
        json.dump(columns, file, separators=(',', ':'))


CASES = dict(
    truncatedNormal=truncated_normal, truncatedAbove=one_sided, truncatedCounts=truncated_counts,
    censoredNormal=censored_normal, intervalCensoredNormal=interval_normal, mixture=mixture,
    zeroInflatedPoisson=zero_inflated, hurdlePoisson=hurdle,
)

if __name__ == '__main__':
    for key, case in CASES.items():
        if len(sys.argv) < 2 or key in sys.argv[1:]:
            print(key, flush=True)
            write(key, case)
