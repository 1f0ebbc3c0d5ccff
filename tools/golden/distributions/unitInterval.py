"""Distributions on (0, 1). Run: python tools/golden/distributions/unitInterval.py [names]"""
import sys

from mpmath import erfc, exp, expm1, log, log1p, loggamma, mpf, pi, sqrt

from common import Point, run
from incompleteBeta import above, below
from realLine import from_precision, named


def kumaraswamy(rng):
    a, b = rng.magnitude(-2, 9), rng.magnitude(-2, 9)
    # b x^a = exp(t), ordinary or far down
    t = rng.uniform(-10, 3) if rng.random() < 0.6 else rng.uniform(-9e5 if a > 1e4 else -50 * min(a, 1), 3)
    x = float(exp(min(mpf(t) - log(mpf(b)), -mpf(10) ** rng.uniform(-8, 0)) / a))
    if rng.random() < 0.2:
        x = 1 - rng.magnitude(-15, -1)
    s = lambda x, a: log(-expm1(a * log(x)))
    return Point(
        dict(a=a, b=b), min(x, 1 - 2 ** -53),
        lambda x, a, b: log(a * b) + (a - 1) * log(x) + (b - 1) * s(x, a),
        lambda x, a, b: -expm1(b * s(x, a)),
        lambda x, a, b: exp(b * s(x, a)),
    )


def logit_normal_forms(scale):
    z = lambda x, mu, s: (log(x) - log1p(-x) - mu) / scale(s)
    return (
        lambda x, mu, s: -z(x, mu, s) ** 2 / 2 - log(scale(s) * x * (1 - x)) - log(2 * pi) / 2,
        lambda x, mu, s: erfc(-z(x, mu, s) / sqrt(2)) / 2,
        lambda x, mu, s: erfc(z(x, mu, s) / sqrt(2)) / 2,
    )


def logit_normal_point(rng):
    """The logit is rounded, so sigma is at least a hundredth, and x is not next to the median."""
    mu, sigma = rng.sign() * rng.magnitude(-3, 1), rng.magnitude(-2, 1)
    x = float(1 / (1 + exp(-mpf(mu + sigma * rng.sign() * rng.magnitude(-2, 1.7)))))
    return mu, sigma, min(max(x, 1e-290), 1 - 2 ** -53)


def logitNormal(rng):
    mu, sigma, x = logit_normal_point(rng)
    return Point(dict(mu=mu, sigma=sigma), x, *named(logit_normal_forms(lambda s: s), mu='mu', s='sigma'))


def logitNormal_tau(rng):
    mu, sigma, x = logit_normal_point(rng)
    return Point(dict(mu=mu, tau=sigma ** -2), x, *named(logit_normal_forms(from_precision), mu='mu', s='tau'))


def beta_forms(shapes):
    def logp(x, **given):
        a, b = shapes(**given)
        return (a - 1) * log(x) + (b - 1) * log1p(-x) - loggamma(a) - loggamma(b) + loggamma(a + b)
    def side(f):
        return lambda x, **given: f(*shapes(**given), x, 1 - x)
    return logp, side(below), side(above)


def beta_value(rng, a, b):
    """About the mean, or anywhere."""
    mean = a / (a + b)
    x = mean + 4 * rng.uniform(-1, 1) * (mean * (1 - mean) / (a + b + 1)) ** 0.5
    if rng.random() < 0.4 or not 0 < x < 1:
        x = rng.magnitude(-300 if rng.random() < 0.3 else -6, 0) * 0.999
    return x


def beta(rng):
    a, b = rng.magnitude(-2, 9), rng.magnitude(-2, 9)
    return Point(dict(alpha=a, beta=b), beta_value(rng, a, b), *beta_forms(lambda alpha, beta: (alpha, beta)))


def beta_nu(rng):
    mu, nu = rng.uniform(0.001, 0.999), rng.magnitude(-2, 9)
    return Point(
        dict(mu=mu, nu=nu), beta_value(rng, mu * nu, (1 - mu) * nu),
        *beta_forms(lambda mu, nu: (mu * nu, (1 - mu) * nu)), rounded=('mu', 'nu'))


def beta_sigma(rng):
    """A standard deviation that is not close to its bound, where both shapes become 0."""
    def shapes(mu, sigma):
        nu = mu * (1 - mu) / sigma ** 2 - 1
        return mu * nu, (1 - mu) * nu

    mu = rng.uniform(0.001, 0.999)
    sigma = (mu * (1 - mu)) ** 0.5 * rng.magnitude(-3, -0.05)
    return Point(dict(mu=mu, sigma=sigma), beta_value(rng, *shapes(mu, sigma)), *beta_forms(shapes), rounded=('mu', 'sigma'))


CASES = dict(kumaraswamy=kumaraswamy, logitNormal=logitNormal, logitNormal_tau=logitNormal_tau, beta=beta, beta_nu=beta_nu,
    beta_sigma=beta_sigma)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
