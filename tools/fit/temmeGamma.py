"""Taylor coefficients of Temme's uniform expansion of the incomplete gamma functions, exactly as fractions, then rounded:
prints packages/numerics/src/special/temmeCoefficients.ts.

    python tools/fit/temmeGamma.py > packages/numerics/src/special/temmeCoefficients.ts

With mu = x/a - 1 and eta^2/2 = mu - log(1 + mu) (sign of mu), the remainder beside the normal tail is a sum of C_k(eta) a^-k:
C_0 = 1/mu - 1/eta, C_k = C_{k-1}'/eta + g_k/mu, g_k making C_k regular at 0 (Temme 1979; DLMF 8.12). Terms that are
below 1e-17 for all a >= 40, |eta| <= 0.405, and in their derivatives, are left out.
"""
from fractions import Fraction

A, ETA, ORDERS, TERMS = 40, 0.405, 9, 40

length = TERMS + 2 * ORDERS + 2
mu = [Fraction(0), Fraction(1)]  # mu mu' = eta (1 + mu)
for n in range(2, length + 1):
    inner = sum(mu[i] * (n + 1 - i) * mu[n + 1 - i] for i in range(2, n))
    mu.append((mu[n - 1] - inner) / (n + 1))
inverse = [Fraction(1)]  # eta/mu
for n in range(1, length):
    inverse.append(-sum(mu[j + 1] * inverse[n - j] for j in range(1, n + 1)))
rows = [inverse[1:]]
for k in range(1, ORDERS):
    before = rows[-1]
    g = -before[1]
    rows.append([(n + 2) * before[n + 2] + g * inverse[n + 1] for n in range(len(before) - 2)])

print('/** Coefficients of Temme\'s expansion of the incomplete gamma functions, written by tools/fit/temmeGamma.py. */\n')
print('// biome-ignore-all lint/correctness/noPrecisionLoss: shortest decimals of float64 values\n')
print('/** C_k(eta) = sum_j TEMME[k][j] eta^j, good for a >= 40 and |eta| <= 0.405. */')
print('export const TEMME: readonly (readonly number[])[] = [')
for k, row in enumerate(rows):
    kept = max(j for j in range(TERMS) if abs(row[j]) * ETA**j / A**k * max(1, j) > 1e-17 or j == 0)
    print('  [' + ', '.join(repr(float(c)) for c in row[:kept + 1]) + '],')
print('];')
