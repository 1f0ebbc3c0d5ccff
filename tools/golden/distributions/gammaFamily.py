"""Gamma numbers and what is made of them. Run: python tools/golden/distributions/gammaFamily.py [names]"""
import sys

from mpmath import exp, log, loggamma, mp, mpf

from common import Point, run


def logp(t, a):
    """log of the density of a gamma number of scale 1 times its value."""
    return a * log(t) - t - loggamma(a)


def to_45_digits(f):
    def short(*args):
        with mp.workdps(45):
            return f(*args)
    return short


@to_45_digits
def lower(t, a):
    """
    P(a, t) by its series exp(-t) t^a / Gamma(a + 1) (1 + t / (a + 1) + ...), where it ends soon, else 1 less the continued
    fraction of the rest.
    """
    if t > a + 1:
        return 1 - upper(t, a)
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** (-mp.dps):
        n += 1
        term *= t / (a + n)
        total += term
    return exp(a * log(t) - t - loggamma(a + 1)) * total


@to_45_digits
def upper(t, a):
    """Q(a, t) by Legendre's continued fraction (Lentz), where it ends soon."""
    if t <= a + 1:
        return 1 - lower(t, a)
    tiny = mpf(10) ** (-3 * mp.dps)
    b = t + 1 - a
    c, d = 1 / tiny, 1 / b
    h, n = d, 0
    while True:
        n += 1
        an = -n * (n - a)
        b += 2
        d = an * d + b
        d = 1 / (d if d != 0 else tiny)
        c = b + an / c
        c = c if c != 0 else tiny
        h *= d * c
        if abs(d * c - 1) < mpf(10) ** (-mp.dps):
            return exp(a * log(t) - t - loggamma(a)) * h


def value_near(rng, a):
    """About a, or far out."""
    if rng.random() < 0.7:
        return max(a * 1e-3, a * (1 + 4 * rng.uniform(-1, 1) / (a ** 0.5 + 1)))
    return a * rng.magnitude(-4, 2)


# Beyond it one rounding of the product beta x moves the tails by more than is allowed; a chi-squared number has no such product.
LARGEST = 7


def gamma(rng):
    alpha, beta = rng.magnitude(-3, LARGEST), rng.magnitude(-4, 4)
    return Point(
        dict(alpha=alpha, beta=beta), value_near(rng, alpha) / beta,
        lambda x, alpha, beta: logp(beta * x, alpha) - log(x),
        lambda x, alpha, beta: lower(beta * x, alpha),
        lambda x, alpha, beta: upper(beta * x, alpha),
    )


def gamma_mu(rng):
    alpha, mu = rng.magnitude(-2, 5), rng.magnitude(-3, 3)
    sigma = mu / alpha ** 0.5
    shape = lambda mu, sigma: (mu / sigma) ** 2
    t = lambda x, mu, sigma: x * mu / sigma ** 2
    return Point(
        dict(mu=mu, sigma=sigma), value_near(rng, alpha) * mu / alpha,
        lambda x, mu, sigma: logp(t(x, mu, sigma), shape(mu, sigma)) - log(x),
        lambda x, mu, sigma: lower(t(x, mu, sigma), shape(mu, sigma)),
        lambda x, mu, sigma: upper(t(x, mu, sigma), shape(mu, sigma)),
    )


def inverseGamma(rng):
    alpha, beta = rng.magnitude(-3, LARGEST), rng.magnitude(-4, 4)
    return Point(
        dict(alpha=alpha, beta=beta), beta / value_near(rng, alpha),
        lambda x, alpha, beta: logp(beta / x, alpha) - log(x),
        lambda x, alpha, beta: upper(beta / x, alpha),
        lambda x, alpha, beta: lower(beta / x, alpha),
    )


def inverseGamma_mu(rng):
    excess, mu = rng.magnitude(-2, 5), rng.magnitude(-3, 3)
    sigma = mu / excess ** 0.5
    shape = lambda mu, sigma: 2 + (mu / sigma) ** 2
    t = lambda x, mu, sigma: mu * (1 + (mu / sigma) ** 2) / x
    return Point(
        dict(mu=mu, sigma=sigma), mu * (1 + excess) / value_near(rng, excess + 2),
        lambda x, mu, sigma: logp(t(x, mu, sigma), shape(mu, sigma)) - log(x),
        lambda x, mu, sigma: upper(t(x, mu, sigma), shape(mu, sigma)),
        lambda x, mu, sigma: lower(t(x, mu, sigma), shape(mu, sigma)),
    )


def chiSquared(rng):
    nu = rng.magnitude(-3, 9)
    return Point(
        dict(nu=nu), 2 * value_near(rng, nu / 2),
        lambda x, nu: logp(x / 2, nu / 2) - log(x),
        lambda x, nu: lower(x / 2, nu / 2),
        lambda x, nu: upper(x / 2, nu / 2),
    )


CASES = dict(
    gamma=gamma, gamma_mu=gamma_mu, inverseGamma=inverseGamma, inverseGamma_mu=inverseGamma_mu, chiSquared=chiSquared)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
