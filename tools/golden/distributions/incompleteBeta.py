"""
I_x(a, b), the regularised incomplete beta function, to 40 digits at shapes up to 1e9: by its power series, or by the continued
fraction of Didonato & Morris (1992) in Steed's form, on the side of the mean where x lies.
"""
from mpmath import betainc, exp, log, loggamma, mp, mpf

DIGITS = 40


def log_power(p, q, u, v):
    """log of u^p v^q / B(p, q)."""
    return p * log(u) + q * log(v) - loggamma(p) - loggamma(q) + loggamma(p + q)


def fraction(p, q, u, v):
    """I_u(p, q) over u^p v^q / B(p, q)."""
    slack = p * v - q * u + 1
    d = change = total = (p + 1) / (p * slack)
    n = 0
    while True:
        n += 1
        m = p + 2 * n
        top = (p + n - 1) * (p + q + n - 1) * n * (q - n) * u * u / (m - 1) ** 2
        bottom = n + n * (q - n) * u / (m - 1) + (p + n) * (slack + n * (1 + v)) / (m + 1)
        folded = top * d
        d = 1 / (bottom + folded)
        change *= -folded * d
        total += change
        if abs(change) < abs(total) * mpf(10) ** (-DIGITS - 3):
            return total


def tail(p, q, u, v):
    """I_u(p, q), for u below about the mean."""
    if p <= 1 and u * max(q, 1) <= 0.7:
        term, total, n = mpf(1), 1 / p, 0
        while term != 0 and (n < 5 or abs(term) > mpf(10) ** (-DIGITS - 3)):
            n += 1
            term *= (n - q) * u / n
            total += term / (p + n)
        return exp(log_power(p, q, u, v) - q * log(v)) * total
    return exp(log_power(p, q, u, v)) * fraction(p, q, u, v)


def both(a, b, x, y):
    """I_x(a, b) and I_y(b, a), for x + y = 1 of which both are given."""
    # Large shapes take as many digits from the logarithms of gamma functions as they have themselves.
    with mp.workdps(DIGITS + 30):
        if x <= 0 or y <= 0:
            return (mpf(0), mpf(1)) if x <= 0 else (mpf(1), mpf(0))
        series = a <= 1 and x * max(b, 1) <= 0.7, b <= 1 and y * max(a, 1) <= 0.7
        if series[0] or (not series[1] and x * (a + b) <= a):
            lower = tail(a, b, x, y)
            return lower, 1 - lower
        upper = tail(b, a, y, x)
        return 1 - upper, upper


def below(a, b, x, y):
    return both(a, b, x, y)[0]


def above(a, b, x, y):
    return both(a, b, x, y)[1]


def check():
    for a, b, x in [(0.5, 3, 0.1), (2, 7, 0.3), (20, 8, 0.9), (0.01, 0.3, 0.8), (150, 130, 0.4), (0.7, 40, 1e-4)]:
        a, b, x = mpf(a), mpf(b), mpf(x)
        assert abs(below(a, b, x, 1 - x) / betainc(a, b, 0, x, regularized=True) - 1) < mpf(10) ** -36, (a, b, x)
        assert abs(above(a, b, x, 1 - x) / betainc(b, a, 0, 1 - x, regularized=True) - 1) < mpf(10) ** -36, (a, b, x)


check()
