"""Distributions over positive numbers. Run: python tools/golden/distributions/positive.py [names]"""
import sys

from mpmath import atan, erf, erfc, exp, expm1, log, log1p, mpf, pi, sqrt

from common import Point, run
from incompleteBeta import above, below
from realLine import FAR, from_precision, named, t_density


def half_normal_forms(scale):
    return (
        lambda x, s: -((x / scale(s)) ** 2) / 2 - log(scale(s)) + log(2 / pi) / 2,
        lambda x, s: erf(x / scale(s) / sqrt(2)),
        lambda x, s: erfc(x / scale(s) / sqrt(2)),
    )


def halfNormal(rng):
    sigma = rng.magnitude(-3, 3)
    return Point(dict(sigma=sigma), sigma * rng.magnitude(-8, 3), *named(half_normal_forms(lambda s: s), s='sigma'))


def halfNormal_tau(rng):
    sigma = rng.magnitude(-3, 3)
    return Point(
        dict(tau=sigma ** -2), sigma * rng.magnitude(-8, 3), *named(half_normal_forms(from_precision), s='tau'))


def halfCauchy(rng):
    beta = rng.magnitude(-3, 3)
    return Point(
        dict(beta=beta), beta * rng.magnitude(-6, 100 if rng.random() < 0.2 else 6),
        lambda x, beta: -log1p((x / beta) ** 2) - log(pi * beta / 2),
        lambda x, beta: 2 / pi * atan(x / beta),
        lambda x, beta: 2 / pi * atan(beta / x),
    )


def exponential(rng):
    lam = rng.magnitude(-5, 5)
    return Point(
        dict(lam=lam), rng.magnitude(-6, 5) / lam,
        lambda x, lam: log(lam) - lam * x,
        lambda x, lam: -expm1(-lam * x),
        lambda x, lam: exp(-lam * x),
    )


def exponential_scale(rng):
    scale = rng.magnitude(-5, 5)
    return Point(
        dict(scale=scale), rng.magnitude(-6, 5) * scale,
        lambda x, scale: -log(scale) - x / scale,
        lambda x, scale: -expm1(-x / scale),
        lambda x, scale: exp(-x / scale),
    )


def log_normal_forms(scale):
    z = lambda x, mu, s: (log(x) - mu) / scale(s)
    return (
        lambda x, mu, s: -z(x, mu, s) ** 2 / 2 - log(scale(s) * x) - log(2 * pi) / 2,
        lambda x, mu, s: erfc(-z(x, mu, s) / sqrt(2)) / 2,
        lambda x, mu, s: erfc(z(x, mu, s) / sqrt(2)) / 2,
    )


def log_normal_point(rng):
    """The logarithm is rounded, so sigma is at least a hundredth, and x is not next to the median."""
    mu, sigma = rng.sign() * rng.magnitude(-3, 1), rng.magnitude(-2, 1)
    return mu, sigma, float(exp(mpf(mu + sigma * rng.sign() * rng.magnitude(-2, 1.7))))


def logNormal(rng):
    mu, sigma, x = log_normal_point(rng)
    return Point(dict(mu=mu, sigma=sigma), x, *named(log_normal_forms(lambda s: s), mu='mu', s='sigma'))


def logNormal_tau(rng):
    mu, sigma, x = log_normal_point(rng)
    return Point(dict(mu=mu, tau=sigma ** -2), x, *named(log_normal_forms(from_precision), mu='mu', s='tau'))


def power_of_ratio(rng, scale, shape, least, most):
    """x whose (x / scale)^shape is exp(t), t in between, or close to 0."""
    t = rng.uniform(least, most) if rng.random() < 0.6 else rng.sign() * rng.magnitude(-8, 0)
    return float(mpf(scale) * exp(mpf(t) / mpf(shape)))


def weibull(rng):
    alpha, beta = rng.magnitude(-2, 9), rng.magnitude(-3, 3)
    t = lambda x, alpha, beta: alpha * log(x / beta)
    return Point(
        dict(alpha=alpha, beta=beta),
        power_of_ratio(rng, beta, alpha, -20 if rng.random() < 0.5 or alpha < 1 else -9e5, FAR if alpha > 0.1 else 5),
        lambda x, alpha, beta: log(alpha / x) + t(x, alpha, beta) - exp(t(x, alpha, beta)),
        lambda x, alpha, beta: -expm1(-exp(t(x, alpha, beta))),
        lambda x, alpha, beta: exp(-exp(t(x, alpha, beta))),
    )


def pareto(rng):
    alpha, m = rng.magnitude(-2, 9), rng.magnitude(-3, 3)
    t = rng.magnitude(-8, 0) if rng.random() < 0.5 else rng.uniform(1, 100 if alpha < 1 else 9e5)
    return Point(
        dict(alpha=alpha, m=m), max(m * (1 + 2 ** -52), float(mpf(m) * exp(mpf(t) / mpf(alpha)))),
        lambda x, alpha, m: log(alpha / x) - alpha * log(x / m),
        lambda x, alpha, m: -expm1(-alpha * log(x / m)),
        lambda x, alpha, m: exp(-alpha * log(x / m)),
    )


def frechet(rng):
    alpha, sigma = rng.magnitude(-2, 9), rng.magnitude(-3, 3)
    t = lambda x, alpha, sigma: -alpha * log(x / sigma)
    return Point(
        dict(alpha=alpha, sigma=sigma),
        power_of_ratio(rng, sigma, -alpha, -20 if rng.random() < 0.5 or alpha < 1 else -9e5, FAR if alpha > 0.1 else 5),
        lambda x, alpha, sigma: log(alpha / x) + t(x, alpha, sigma) - exp(t(x, alpha, sigma)),
        lambda x, alpha, sigma: exp(-exp(t(x, alpha, sigma))),
        lambda x, alpha, sigma: -expm1(-exp(t(x, alpha, sigma))),
    )


def gompertz(rng):
    eta, b = rng.magnitude(-6, 3), rng.magnitude(-3, 3)
    hazard = rng.magnitude(-6, 1.3) if rng.random() < 0.8 else rng.magnitude(-2, 5)
    x = float(log1p(mpf(hazard) / eta) / b)
    total = lambda x, eta, b: eta * expm1(b * x)
    return Point(
        dict(eta=eta, b=b), x, lambda x, eta, b: log(eta * b) + b * x - total(x, eta, b),
        lambda x, eta, b: -expm1(-total(x, eta, b)), lambda x, eta, b: exp(-total(x, eta, b)))


def logLogistic(rng):
    alpha, beta = rng.magnitude(-3, 3), rng.magnitude(-2, 9)
    t = lambda x, alpha, beta: beta * log(x / alpha)
    far = 20 if rng.random() < 0.5 or beta < 1 else 9e5
    return Point(
        dict(alpha=alpha, beta=beta), power_of_ratio(rng, alpha, beta, -far, far),
        lambda x, alpha, beta: log(beta / x) + t(x, alpha, beta) - 2 * log1p(exp(t(x, alpha, beta))),
        lambda x, alpha, beta: 1 / (1 + exp(-t(x, alpha, beta))),
        lambda x, alpha, beta: 1 / (1 + exp(t(x, alpha, beta))),
    )


def half_student_t_forms(scale):
    y = lambda x, nu, s: (x / scale(s)) ** 2 / (nu + (x / scale(s)) ** 2)
    return (
        lambda x, nu, s: t_density(x / scale(s), nu) - log(scale(s)) + log(2),
        lambda x, nu, s: above(nu / 2, mpf(1) / 2, 1 - y(x, nu, s), y(x, nu, s)),
        lambda x, nu, s: below(nu / 2, mpf(1) / 2, 1 - y(x, nu, s), y(x, nu, s)),
    )


def half_student_t_point(rng):
    nu, sigma = rng.magnitude(-1, 9), rng.magnitude(-3, 3)
    return nu, sigma, sigma * rng.magnitude(-9, 8 if rng.random() < 0.5 else 2)


def halfStudentT(rng):
    nu, sigma, x = half_student_t_point(rng)
    return Point(dict(nu=nu, sigma=sigma), x, *named(half_student_t_forms(lambda s: s), nu='nu', s='sigma'))


def halfStudentT_lam(rng):
    nu, sigma, x = half_student_t_point(rng)
    return Point(dict(nu=nu, lam=sigma ** -2), x, *named(half_student_t_forms(from_precision), nu='nu', s='lam'))


CASES = dict(
    halfNormal=halfNormal, halfNormal_tau=halfNormal_tau, halfCauchy=halfCauchy, exponential=exponential,
    exponential_scale=exponential_scale, logNormal=logNormal, logNormal_tau=logNormal_tau, weibull=weibull, pareto=pareto,
    frechet=frechet, logLogistic=logLogistic, gompertz=gompertz, halfStudentT=halfStudentT,
    halfStudentT_lam=halfStudentT_lam,
)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
