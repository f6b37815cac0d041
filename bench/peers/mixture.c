// Log-likelihood and gradient of one data set, for the L-BFGS-B peer: plain C that gcc vectorises.
//
//   gcc -O3 -march=native -ffast-math -shared -fPIC -o mixture.so mixture.c -lm

#include <math.h>

enum { IDENTITY, TANH, SIGMOID, GELU, SOFTPLUS, SIN, RELU };
enum { BLOCK = 256 };

static void activate(int activation, int rows, const double *restrict u, double *restrict h, double *restrict slope) {
  switch (activation) {
    case IDENTITY:
      for (int i = 0; i < rows; i++) h[i] = u[i], slope[i] = 1;
      break;
    case TANH:
      for (int i = 0; i < rows; i++) h[i] = 1 - 2 / (1 + exp(fmin(700, 2 * u[i]))), slope[i] = 1 - h[i] * h[i];
      break;
    case SIGMOID:
      for (int i = 0; i < rows; i++) h[i] = 1 / (1 + exp(fmin(700, -u[i]))), slope[i] = h[i] * (1 - h[i]);
      break;
    case GELU:
      for (int i = 0; i < rows; i++) {
        const double below = 0.5 * erfc(-u[i] * M_SQRT1_2);
        h[i] = u[i] * below;
        slope[i] = below + u[i] * exp(-0.5 * u[i] * u[i]) * 0.3989422804014327;
      }
      break;
    case SOFTPLUS:
      for (int i = 0; i < rows; i++) {
        h[i] = fmax(u[i], 0) + log1p(exp(-fabs(u[i])));
        slope[i] = 1 / (1 + exp(fmin(700, -u[i])));
      }
      break;
    case SIN:
      for (int i = 0; i < rows; i++) h[i] = sin(u[i]), slope[i] = cos(u[i]);
      break;
    default:
      for (int i = 0; i < rows; i++) h[i] = fmax(u[i], 0), slope[i] = u[i] > 0;
  }
}

/**
 * v = (lambda, eta, log nu); x has d columns of n. Returns minus the log-likelihood and writes its d + bias + 2
 * derivatives to `gradient`. On lambda = 0 and 1 the value is that of the one density alone.
 */
double objective(long n, int d, int bias, int activation, const double *x, const double *y, const double *log_f0,
                 const double *v, double *gradient) {
  const double lambda = v[0], nu = exp(v[d + bias + 1]);
  const double *eta = v + 1;
  const double constant = -0.5 * log(6.283185307179586 * nu);
  double total = 0, g_lambda = 0, g_nu = 0, g_bias = 0, g_eta[16] = {0};
  double u[BLOCK], h[BLOCK], slope[BLOCK], weight[BLOCK];
  for (long from = 0; from < n; from += BLOCK) {
    const int rows = n - from < BLOCK ? (int)(n - from) : BLOCK;
    for (int i = 0; i < rows; i++) u[i] = bias ? eta[d] : 0;
    for (int j = 0; j < d; j++) {
      const double *column = x + j * n + from;
      for (int i = 0; i < rows; i++) u[i] += eta[j] * column[i];
    }
    activate(activation, rows, u, h, slope);
    for (int i = 0; i < rows; i++) {
      const double r = y[from + i] - h[i];
      const double f0 = log_f0[from + i], f = constant - 0.5 * r * r / nu;
      const double top = fmax(f0, f);
      const double a = exp(f - top), b = exp(f0 - top);
      const double p = fmax(lambda * a + (1 - lambda) * b, 1e-300);
      const double w = lambda * a / p;
      total += lambda == 0 ? f0 : lambda == 1 ? f : top + log(p);
      g_lambda += fmax(-1e100, fmin(1e100, (a - b) / p));
      g_nu += w * 0.5 * (r * r / nu - 1) / nu;
      weight[i] = w * r / nu * slope[i];
    }
    for (int j = 0; j < d; j++) {
      const double *column = x + j * n + from;
      double sum = 0;
      for (int i = 0; i < rows; i++) sum += weight[i] * column[i];
      g_eta[j] += sum;
    }
    if (bias) for (int i = 0; i < rows; i++) g_bias += weight[i];
  }
  gradient[0] = -g_lambda;
  for (int j = 0; j < d; j++) gradient[j + 1] = -g_eta[j];
  if (bias) gradient[d + 1] = -g_bias;
  gradient[d + bias + 1] = -nu * g_nu;
  return -total;
}
