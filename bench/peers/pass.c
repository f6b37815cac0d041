/*
 * The likelihood pass in C: log-likelihood, gradient and Hessian of the contaminated mixture, for the reference that
 * `npm run bench` compares with. Written for the compiler's vectoriser: chunks of rows that fit the first-level cache,
 * one simple loop per step, exp and log from libmvec.
 *
 *     gcc -O3 -march=native -ffast-math -o pass pass.c -lm
 *     pass DATA N D tanh|identity        commands on stdin, "pass" or "quit"; one JSON line each on stdout
 *
 * DATA: N*D doubles of x by columns, then y, then log f0. The prompt has a bias.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHUNK = 256, MAX_Q = 64 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static double dot(const double *restrict a, const double *restrict b, long m) {
  double s = 0;
  for (long i = 0; i < m; i++) s += a[i] * b[i];
  return s;
}

/* Dot products of a with four columns at once: a is loaded once for four of them. */
static void dot4(const double *restrict a, double *const *b, long m, double *out) {
  const double *restrict b0 = b[0], *restrict b1 = b[1], *restrict b2 = b[2], *restrict b3 = b[3];
  double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  for (long i = 0; i < m; i++) {
    s0 += a[i] * b0[i];
    s1 += a[i] * b1[i];
    s2 += a[i] * b2[i];
    s3 += a[i] * b3[i];
  }
  out[0] += s0;
  out[1] += s1;
  out[2] += s2;
  out[3] += s3;
}

static void add_dots(const double *a, double *const *columns, int count, long m, double *out) {
  int k = 0;
  for (; k + 4 <= count; k += 4) dot4(a, columns + k, m, out + k);
  for (; k < count; k++) out[k] += dot(a, columns[k], m);
}

/* theta = (lambda, slopes, bias, nu); g has q + 2 entries, H (q + 2)^2, upper triangle. */
static double pass(const double *x, const double *y, const double *f0, long n, int d, int is_tanh, const double *theta,
                   double *g, double *h) {
  static double u[CHUNK], s1[CHUNK], s2[CHUNK], e[CHUNK], lu[CHUNK], us[CHUNK], un[CHUNK], w2[CHUNK], p[CHUNK];
  static double ones[CHUNK];
  const int q = d + 1, size = q + 2;
  const double lambda = theta[0], nu = theta[q + 1], inv = 1 / nu;
  const double constant = -0.91893853320467274178 - 0.5 * log(nu);
  double total = 0, gl = 0, gn = 0, hll = 0, hln = 0, hnn = 0;
  double vl[MAX_Q] = {0}, vu[MAX_Q] = {0}, vn[MAX_Q] = {0}, gram[MAX_Q][MAX_Q];
  memset(gram, 0, sizeof gram);
  for (int i = 0; i < CHUNK; i++) ones[i] = 1;
  for (long from = 0; from < n; from += CHUNK) {
    const long m = n - from < CHUNK ? n - from : CHUNK;
    const double *restrict yc = y + from, *restrict fc = f0 + from;
    double *columns[MAX_Q];
    for (int j = 0; j < d; j++) columns[j] = (double *)x + j * n + from;
    columns[d] = ones;
    for (long i = 0; i < m; i++) u[i] = theta[d + 1];
    for (int j = 0; j < d; j++) {
      const double a = theta[j + 1];
      const double *restrict c = columns[j];
      for (long i = 0; i < m; i++) u[i] += a * c[i];
    }
    if (is_tanh) {
      for (long i = 0; i < m; i++) {
        const double t = 1 - 2 / (exp(2 * u[i]) + 1), slope = 1 - t * t;
        u[i] = t;
        s1[i] = slope;
        s2[i] = -2 * t * slope;
      }
    }
    for (long i = 0; i < m; i++) {
      const double r = yc[i] - u[i], delta = constant - 0.5 * inv * r * r - fc[i];
      e[i] = exp(-fabs(delta));
    }
    for (long i = 0; i < m; i++) {
      const double r = yc[i] - u[i], rn = r * inv, prompt = constant - 0.5 * r * rn, f = fc[i];
      const int below = prompt <= f;
      const double mix = below ? 1 - lambda + lambda * e[i] : lambda + (1 - lambda) * e[i];
      const double over = 1 / mix, a = below ? e[i] * over : over, b = below ? over : e[i] * over;
      const double w = lambda * a, other = (1 - lambda) * b, ab = a * b, sn = 0.5 * inv * (r * rn - 1);
      total += (below ? f : prompt) + log(mix);
      gl += a - b;
      hll -= (a - b) * (a - b);
      gn += w * sn;
      hln += ab * sn;
      hnn += w * other * sn * sn + w * inv * inv * (0.5 - r * rn);
      lu[i] = ab * rn;
      us[i] = w * rn;
      un[i] = w * rn * (other * sn - inv);
      w2[i] = w * (other * rn * rn - inv);
    }
    if (is_tanh) {
      for (long i = 0; i < m; i++) {
        w2[i] = w2[i] * s1[i] * s1[i] + us[i] * s2[i];
        lu[i] *= s1[i];
        us[i] *= s1[i];
        un[i] *= s1[i];
      }
    }
    add_dots(lu, columns, q, m, vl);
    add_dots(us, columns, q, m, vu);
    add_dots(un, columns, q, m, vn);
    for (int j = 0; j < q; j++) {
      const double *restrict c = columns[j];
      for (long i = 0; i < m; i++) p[i] = w2[i] * c[i];
      add_dots(p, columns + j, q - j, m, gram[j] + j);
    }
  }
  memset(h, 0, sizeof(double) * size * size);
  g[0] = gl;
  g[size - 1] = gn;
  h[0] = hll;
  h[size - 1] = hln;
  h[size * size - 1] = hnn;
  for (int j = 0; j < q; j++) {
    g[j + 1] = vu[j];
    h[j + 1] = vl[j];
    h[(j + 1) * size + size - 1] = vn[j];
    for (int k = j; k < q; k++) h[(j + 1) * size + k + 1] = gram[j][k];
  }
  return total;
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  const long n = atol(argv[2]);
  const int d = atoi(argv[3]), q = d + 1;
  if (q + 2 > MAX_Q) return 2;
  double *data = aligned_alloc(64, ((sizeof(double) * n * (d + 2)) / 64 + 1) * 64);
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(data, sizeof(double), n * (d + 2), file) != (size_t)(n * (d + 2))) return 1;
  fclose(file);
  double theta[MAX_Q], g[MAX_Q], h[MAX_Q * MAX_Q];
  theta[0] = 0.4;
  for (int j = 0; j < q; j++) theta[j + 1] = 0.35;
  theta[q + 1] = 1.1;
  char line[64];
  while (fgets(line, sizeof line, stdin) && strncmp(line, "quit", 4)) {
    const double start = now();
    const double value = pass(data, data + n * d, data + n * (d + 1), n, d, !strcmp(argv[4], "tanh"), theta, g, h);
    const double seconds = now() - start;
    double check = 0;
    for (int j = 0; j < q + 2; j++) check += g[j] + h[j * (q + 2) + j];
    printf("{\"seconds\": %.9f, \"logLikelihood\": %.12g, \"check\": %.12g}\n", seconds, value, check);
    fflush(stdout);
  }
  return 0;
}
