/* Log likelihood and gradient of y_i ~ D(a + b z_i, ...) by hand in C, one fused loop each: what ours are measured against.
 * Coordinates: a, b, log of the scale or shape, log of the degrees of freedom. Terms of the data alone are left out, and what
 * depends on the data alone (log y, log(1 - y)) is made once, as a binding does.
 *   gcc -O3 -march=native -ffast-math -o likelihoods likelihoods.c -lmvec -lm && ./likelihoods NAME FLAT_FILE
 * Flat file: N, then z, y and trials, then two points of four coordinates. Prints the log density and gradient at both points,
 * and ns per value and gradient (CPU time, fastest of 15 blocks).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static long N;
static double *z, *y, *trials, *logY, *log1mY, sumLogY;

static double digamma(double x) {
  double below = 0;
  while (x < 8) below -= 1 / x, x += 1;
  const double w = 1 / (x * x);
  return below + log(x) - 0.5 / x -
         w * (1. / 12 - w * (1. / 120 - w * (1. / 252 - w * (1. / 240 - w * (1. / 132 - w * (691. / 32760 - w / 12))))));
}

#define EACH for (long i = 0; i < N; i++)
#define ETA const double eta = a + b * z[i]
#define GRADIENT(r) const double r_ = (r); ga += r_, gb += r_ * z[i]
#define BEGIN                                                      \
  const double a = q[0], b = q[1];                                 \
  double ga = 0, gb = 0;

static double normalOf(const double *values, const double *q, double *g) {
  BEGIN
  const double iv = exp(-2 * q[2]);
  double ss = 0;
  EACH { ETA; const double e = values[i] - eta; ss += e * e; GRADIENT(e); }
  g[0] = ga * iv, g[1] = gb * iv, g[2] = ss * iv - N + 1, g[3] = 0;
  return -0.5 * ss * iv - N * q[2] + q[2];
}
static double normal(const double *q, double *g) { return normalOf(y, q, g); }
static double logNormal(const double *q, double *g) { return normalOf(logY, q, g); }

static double studentT(const double *q, double *g) {
  BEGIN
  const double nu = exp(q[3]), w = exp(-2 * q[2]) / nu;
  double L = 0, T = 0;
  EACH {
    ETA;
    const double e = y[i] - eta, t = e * e * w, r = 1 / (1 + t);
    L += log1p(t), T += t * r;
    GRADIENT(e * r);
  }
  g[0] = (nu + 1) * w * ga, g[1] = (nu + 1) * w * gb, g[2] = (nu + 1) * T - N + 1;
  g[3] = nu * (N * (0.5 * digamma((nu + 1) / 2) - 0.5 * digamma(nu / 2) - 0.5 / nu) - 0.5 * L + (nu + 1) / (2 * nu) * T) + 1;
  return N * (lgamma((nu + 1) / 2) - lgamma(nu / 2) - 0.5 * q[3] - q[2]) - (nu + 1) / 2 * L + q[2] + q[3];
}

static double cauchy(const double *q, double *g) {
  BEGIN
  const double w = exp(-2 * q[2]);
  double L = 0, T = 0;
  EACH {
    ETA;
    const double e = y[i] - eta, t = e * e * w, r = 1 / (1 + t);
    L += log1p(t), T += t * r;
    GRADIENT(e * r);
  }
  g[0] = 2 * w * ga, g[1] = 2 * w * gb, g[2] = 2 * T - N + 1, g[3] = 0;
  return -L - N * q[2] + q[2];
}

static double laplace(const double *q, double *g) {
  BEGIN
  const double inverse = exp(-q[2]);
  double L = 0;
  EACH { ETA; const double e = y[i] - eta; L += fabs(e); GRADIENT((e > 0) - (e < 0)); }
  g[0] = ga * inverse, g[1] = gb * inverse, g[2] = L * inverse - N + 1, g[3] = 0;
  return -L * inverse - N * q[2] + q[2];
}

static double logistic(const double *q, double *g) {
  BEGIN
  const double inverse = exp(-q[2]);
  double L = 0, T = 0;
  EACH {
    ETA;
    const double x = (y[i] - eta) * inverse, E = exp(-fabs(x)), t = copysign((1 - E) / (1 + E), x);
    L += fabs(x) + 2 * log1p(E), T += x * t;
    GRADIENT(t);
  }
  g[0] = ga * inverse, g[1] = gb * inverse, g[2] = T - N + 1, g[3] = 0;
  return -L - N * q[2] + q[2];
}

static double gammaByMean(const double *q, double *g) {
  BEGIN
  const double alpha = exp(q[2]);
  double eta_ = 0, R = 0;
  EACH { ETA; const double r = y[i] * exp(-eta); eta_ += eta, R += r; GRADIENT(r - 1); }
  const double all = N * (q[2] - 0.) - eta_ + sumLogY - R;
  g[0] = alpha * ga, g[1] = alpha * gb, g[2] = alpha * (all + N - N * digamma(alpha)) + 1, g[3] = 0;
  return alpha * all - N * lgamma(alpha) + q[2];
}

static double beta(const double *q, double *g) {
  BEGIN
  const double nu = exp(q[2]);
  double L = 0, gn = 0;
  EACH {
    ETA;
    const double m = 1 / (1 + exp(-eta)), A = m * nu, B = nu - A;
    const double dA = logY[i] - digamma(A), dB = log1mY[i] - digamma(B);
    L += (A - 1) * logY[i] + (B - 1) * log1mY[i] - lgamma(A) - lgamma(B);
    gn += m * dA + (1 - m) * dB;
    GRADIENT((dA - dB) * nu * m * (1 - m));
  }
  g[0] = ga, g[1] = gb, g[2] = nu * (gn + N * digamma(nu)) + 1, g[3] = 0;
  return L + N * lgamma(nu) + q[2];
}

static double poisson(const double *q, double *g) {
  BEGIN
  double L = 0;
  EACH { ETA; const double m = exp(eta); L += y[i] * eta - m; GRADIENT(y[i] - m); }
  g[0] = ga, g[1] = gb, g[2] = g[3] = 0;
  return L;
}

static double negativeBinomial(const double *q, double *g) {
  BEGIN
  const double alpha = exp(q[2]);
  double L = 0, gn = 0;
  EACH {
    ETA;
    const double m = exp(eta), total = m + alpha, n = y[i] + alpha, l = log(total), r = n / total;
    L += lgamma(n) - n * l + y[i] * eta;
    gn += digamma(n) - l - r;
    GRADIENT(y[i] - r * m);
  }
  g[0] = ga, g[1] = gb, g[2] = alpha * (gn + N * (q[2] + 1 - digamma(alpha))) + 1, g[3] = 0;
  return L + N * (alpha * q[2] - lgamma(alpha)) + q[2];
}

static double bernoulli(const double *q, double *g) {
  BEGIN
  double L = 0;
  EACH {
    ETA;
    const double E = exp(-fabs(eta)), p = 1 / (1 + E);
    L += y[i] * eta - fmax(eta, 0) - log1p(E);
    GRADIENT(y[i] - (eta >= 0 ? p : E * p));
  }
  g[0] = ga, g[1] = gb, g[2] = g[3] = 0;
  return L;
}

static double binomial(const double *q, double *g) {
  BEGIN
  double L = 0;
  EACH {
    ETA;
    const double E = exp(-fabs(eta)), p = 1 / (1 + E);
    L += y[i] * eta - trials[i] * (fmax(eta, 0) + log1p(E));
    GRADIENT(y[i] - trials[i] * (eta >= 0 ? p : E * p));
  }
  g[0] = ga, g[1] = gb, g[2] = g[3] = 0;
  return L;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static double *column(FILE *f, long m) {
  double *v = aligned_alloc(64, (m * sizeof *v + 127) & ~63L);
  for (long i = 0; f && i < m; i++)
    if (fscanf(f, "%lf", v + i) != 1) exit(2);
  return v;
}

int main(int c, char **v) {
  const struct { const char *name; double (*f)(const double *, double *); } all[] = {
      {"normal", normal}, {"studentT", studentT}, {"cauchy", cauchy}, {"laplace", laplace}, {"logistic", logistic},
      {"gamma", gammaByMean}, {"beta", beta}, {"logNormal", logNormal}, {"poisson", poisson},
      {"negativeBinomial", negativeBinomial}, {"bernoulli", bernoulli}, {"binomial", binomial}};
  double (*f)(const double *, double *) = 0;
  if (c < 3) return fprintf(stderr, "usage: likelihoods NAME FLAT_FILE\n"), 2;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (!strcmp(all[i].name, v[1])) f = all[i].f;
  FILE *in = fopen(v[2], "r");
  if (!f || !in || fscanf(in, "%ld", &N) != 1) return 2;
  z = column(in, N), y = column(in, N), trials = column(in, N);
  double *points = column(in, 8), g[4], *q = points;
  logY = column(0, N), log1mY = column(0, N);
  EACH logY[i] = log(y[i]), log1mY[i] = log1p(-y[i]), sumLogY += logY[i];
  printf("{\"points\":[");
  for (int p = 0; p < 2; p++) {
    const double value = f(points + 4 * p, g);
    printf("%s[%.17g,%.17g,%.17g,%.17g,%.17g]", p ? "," : "", value, g[0], g[1], g[2], g[3]);
  }
  volatile double sink = 0;
  long reps = 1;
  double best = 1e30, t;
  for (;; reps *= 2) {
    t = now();
    for (long r = 0; r < reps; r++) sink += f(q, g);
    if (now() - t > 0.02) break;
  }
  for (int k = 0; k < 15; k++) {
    t = now();
    for (long r = 0; r < reps; r++) sink += f(q, g);
    best = fmin(best, (now() - t) / reps);
  }
  printf("],\"ns\":%.1f}\n", best * 1e9);
  return 0;
}
