"""Distributions over all real numbers. Run: python tools/golden/distributions/realLine.py [names]"""
import sys

from mpmath import atan, erf, erfc, exp, expm1, log, log1p, loggamma, mp, mpf, pi, sqrt

from common import DIGITS, Point, falling_integral, run
from incompleteBeta import below

# Arguments of exp beyond this are left to the limit on log densities.
FAR = 13.8


def normal_forms(scale):
    """Formulas in x, mu and a further parameter, of which `scale` makes the standard deviation."""
    z = lambda x, mu, s: (x - mu) / scale(s)
    return (
        lambda x, mu, s: -z(x, mu, s) ** 2 / 2 - log(scale(s)) - log(2 * pi) / 2,
        lambda x, mu, s: erfc(-z(x, mu, s) / sqrt(2)) / 2,
        lambda x, mu, s: erfc(z(x, mu, s) / sqrt(2)) / 2,
    )


def named(forms, **names):
    """Formulas whose parameters have other names."""
    return [lambda x, f=f, **given: f(x, **{own: given[name] for own, name in names.items()}) for f in forms]


def from_precision(tau):
    return 1 / sqrt(tau)


def normal(rng):
    mu, sigma, x = rng.real_line()
    return Point(dict(mu=mu, sigma=sigma), x, *named(normal_forms(lambda s: s), mu='mu', s='sigma'))


def normal_tau(rng):
    mu, sigma, x = rng.real_line()
    return Point(dict(mu=mu, tau=sigma ** -2), x, *named(normal_forms(from_precision), mu='mu', s='tau'))


def cauchy_cdf(z):
    return atan(-1 / z) / pi if z < 0 else 1 - atan(1 / z) / pi if z > 0 else mpf(1) / 2


def cauchy(rng):
    alpha, beta, x = rng.real_line(-6, 100 if rng.random() < 0.2 else 6)
    z = lambda x, alpha, beta: (x - alpha) / beta
    return Point(
        dict(alpha=alpha, beta=beta), x,
        lambda x, alpha, beta: -log1p(z(x, alpha, beta) ** 2) - log(pi * beta),
        lambda x, alpha, beta: cauchy_cdf(z(x, alpha, beta)),
        lambda x, alpha, beta: cauchy_cdf(-z(x, alpha, beta)),
    )


def laplace_cdf(z):
    return exp(z) / 2 if z < 0 else 1 - exp(-z) / 2


def laplace(rng):
    mu, b, x = rng.real_line(-8, 5)
    z = lambda x, mu, b: (x - mu) / b
    return Point(
        dict(mu=mu, b=b), x,
        lambda x, mu, b: -abs(x - mu) / b - log(2 * b),
        lambda x, mu, b: laplace_cdf(z(x, mu, b)),
        lambda x, mu, b: laplace_cdf(-z(x, mu, b)),
    )


def logistic(rng):
    mu, s, x = rng.real_line(-8, 5)
    z = lambda x, mu, s: (x - mu) / s
    return Point(
        dict(mu=mu, s=s), x,
        lambda x, mu, s: -z(x, mu, s) - 2 * log1p(exp(-z(x, mu, s))) - log(s),
        lambda x, mu, s: 1 / (1 + exp(-z(x, mu, s))),
        lambda x, mu, s: 1 / (1 + exp(z(x, mu, s))),
    )


def one_sided_tail(rng, most=FAR):
    """A standard value: ordinary, far out on the right, or as far on the left as exp(-z) allows."""
    kind = rng.random()
    if kind < 0.3:
        return rng.sign() * rng.magnitude(-8, 0)
    return rng.uniform(-most, 20) if kind < 0.7 else rng.magnitude(0, 5)


def gumbel(rng):
    mu, beta, _ = rng.real_line()
    z = lambda x, mu, beta: (x - mu) / beta
    return Point(
        dict(mu=mu, beta=beta), mu + beta * one_sided_tail(rng),
        lambda x, mu, beta: -z(x, mu, beta) - exp(-z(x, mu, beta)) - log(beta),
        lambda x, mu, beta: exp(-exp(-z(x, mu, beta))),
        lambda x, mu, beta: -expm1(-exp(-z(x, mu, beta))),
    )


def moyal(rng):
    mu, sigma, _ = rng.real_line()
    z = lambda x, mu, sigma: (x - mu) / sigma
    return Point(
        dict(mu=mu, sigma=sigma), mu + sigma * one_sided_tail(rng),
        lambda x, mu, sigma: -(z(x, mu, sigma) + exp(-z(x, mu, sigma))) / 2 - log(sigma) - log(2 * pi) / 2,
        lambda x, mu, sigma: erfc(exp(-z(x, mu, sigma) / 2) / sqrt(2)),
        lambda x, mu, sigma: erf(exp(-z(x, mu, sigma) / 2) / sqrt(2)),
    )


def asymmetric_forms(kappa):
    def logp(x, shape, mu, b):
        k = kappa(shape)
        return log(b / (k + 1 / k)) + ((x - mu) * b / k if x < mu else -(x - mu) * b * k)

    def cdf(x, shape, mu, b):
        k = kappa(shape)
        return k * k / (1 + k * k) * exp((x - mu) * b / k) if x < mu else 1 - exp(-(x - mu) * b * k) / (1 + k * k)

    def sf(x, shape, mu, b):
        k = kappa(shape)
        return 1 - k * k / (1 + k * k) * exp((x - mu) * b / k) if x < mu else exp(-(x - mu) * b * k) / (1 + k * k)

    return logp, cdf, sf


def asymmetricLaplace(rng):
    """Not next to mu, where the quantile of a float64 p is p - P(x <= mu), and P(x <= mu) is rounded."""
    mu, scale, _ = rng.real_line()
    kappa, side = rng.magnitude(-3, 3), rng.sign()
    x = mu + scale * side * rng.magnitude(-1, 3) * (kappa if side < 0 else 1 / kappa)
    return Point(
        dict(kappa=kappa, mu=mu, b=1 / scale), x, *named(asymmetric_forms(lambda k: k), shape='kappa', mu='mu', b='b'))


def asymmetricLaplace_q(rng):
    mu, scale, _ = rng.real_line()
    q, side = rng.uniform(0.001, 0.999), rng.sign()
    kappa = (q / (1 - q)) ** 0.5
    x = mu + scale * side * rng.magnitude(-1, 3) * (kappa if side < 0 else 1 / kappa)
    forms = asymmetric_forms(lambda q: sqrt(q / (1 - q)))
    return Point(dict(q=q, mu=mu, b=1 / scale), x, *named(forms, shape='q', mu='mu', b='b'))


def levy(rng):
    mu, c, _ = rng.real_line()
    above = rng.magnitude(-5.5, 0) if rng.random() < 0.5 else rng.magnitude(0, 100 if rng.random() < 0.2 else 8)
    x = mu + c * above
    return Point(
        dict(mu=mu, c=c), x if x > mu else mu + 1,
        lambda x, mu, c: log(c / (2 * pi)) / 2 - c / (2 * (x - mu)) - log(x - mu) * 3 / 2,
        lambda x, mu, c: erfc(sqrt(c / (2 * (x - mu)))),
        lambda x, mu, c: erf(sqrt(c / (2 * (x - mu)))),
    )


def t_density(z, nu):
    return loggamma((nu + 1) / 2) - loggamma(nu / 2) - log(nu * pi) / 2 - (nu + 1) / 2 * log1p(z * z / nu)


def t_tail(z, nu):
    """P(T > |z|)."""
    return below(nu / 2, mpf(1) / 2, nu / (nu + z * z), z * z / (nu + z * z)) / 2


def t_below(z, nu):
    return t_tail(z, nu) if z < 0 else 1 - t_tail(z, nu)


def student_t_forms(scale):
    return (
        lambda x, nu, mu, s: t_density((x - mu) / scale(s), nu) - log(scale(s)),
        lambda x, nu, mu, s: t_below((x - mu) / scale(s), nu),
        lambda x, nu, mu, s: t_below((mu - x) / scale(s), nu),
    )


def student_t_point(rng):
    return rng.magnitude(-1, 9), *rng.real_line(-8, 8 if rng.random() < 0.5 else 2)


def studentT(rng):
    nu, mu, sigma, x = student_t_point(rng)
    return Point(dict(nu=nu, mu=mu, sigma=sigma), x, *named(student_t_forms(lambda s: s), nu='nu', mu='mu', s='sigma'))


def studentT_lam(rng):
    nu, mu, sigma, x = student_t_point(rng)
    return Point(dict(nu=nu, mu=mu, lam=sigma ** -2), x, *named(student_t_forms(from_precision), nu='nu', mu='mu', s='lam'))


def skewNormal_forms(scale):
    def standard(z, alpha):
        with mp.workdps(4 * DIGITS):
            return log(2 / pi) / 2 - z * z / 2 + log(erfc(-alpha * z / sqrt(2)) / 2)

    def logp(x, mu, s, alpha):
        return standard((x - mu) / scale(s), alpha) - log(scale(s))

    def lower(z, alpha):
        """The density falls from z down where the asymmetry makes the lower tail short; the rest from 2 phi(z) = f(z) + f(-z)."""
        if alpha < 0:
            return upper(-z, -alpha)
        if z <= 0:
            return falling_integral(lambda t: standard(t, alpha), z, -1)
        return 1 - (erfc(z / sqrt(2)) - lower(-z, alpha))

    def upper(z, alpha):
        if alpha < 0:
            return lower(-z, -alpha)
        return 1 - lower(z, alpha) if z <= 0 else erfc(z / sqrt(2)) - lower(-z, alpha)

    return [logp, lambda x, mu, s, alpha: lower((x - mu) / scale(s), alpha),
            lambda x, mu, s, alpha: upper((x - mu) / scale(s), alpha)]


def skew_normal_point(rng):
    mu, sigma, x = rng.real_line()
    alpha = rng.sign() * rng.magnitude(-3, 9)
    # On the side where the tail is thin, as far as the limit on log densities lets it be.
    if (x - mu) * alpha < 0 and rng.random() < 0.7:
        x = mu - sigma * (1 if alpha > 0 else -1) * rng.magnitude(-3, 3) / max(1, abs(alpha))
    return mu, sigma, alpha, x


def skewNormal(rng):
    mu, sigma, alpha, x = skew_normal_point(rng)
    forms = skewNormal_forms(lambda s: s)
    return Point(dict(mu=mu, sigma=sigma, alpha=alpha), x, *named(forms, mu='mu', s='sigma', alpha='alpha'))


def skewNormal_tau(rng):
    mu, sigma, alpha, x = skew_normal_point(rng)
    forms = skewNormal_forms(from_precision)
    return Point(dict(mu=mu, tau=sigma ** -2, alpha=alpha), x, *named(forms, mu='mu', s='tau', alpha='alpha'))


CASES = dict(
    normal=normal, normal_tau=normal_tau, cauchy=cauchy, laplace=laplace, logistic=logistic, gumbel=gumbel, moyal=moyal,
    asymmetricLaplace=asymmetricLaplace, asymmetricLaplace_q=asymmetricLaplace_q, levy=levy,
    studentT=studentT, studentT_lam=studentT_lam, skewNormal=skewNormal, skewNormal_tau=skewNormal_tau,
)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
