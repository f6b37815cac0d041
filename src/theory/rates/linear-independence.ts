import { EigenvalueDecomposition, Matrix, solve } from "ml-matrix";
import { InputError } from "../../input-error";
import { gaussLegendre } from "../../numerics/gauss-legendre";

const NODES = 64;

/** Nodes and probability weights of the uniform law on [-sqrt3, sqrt3]: exact for polynomials up to degree 127. */
function uniformRule(): { readonly nodes: readonly number[]; readonly weights: readonly number[] } {
  const { nodes, weights } = gaussLegendre(NODES);
  return { nodes: Array.from(nodes, (t) => Math.sqrt(3) * t), weights: Array.from(weights, (w) => 0.5 * w) };
}

function innerProducts(functions: readonly ((x: number) => number)[]): Matrix {
  const { nodes, weights } = uniformRule();
  const values = functions.map((g) => nodes.map(g));
  return new Matrix(values.map((u) => values.map((v) => weights.reduce((sum, w, i) => sum + w * u[i] * v[i], 0))));
}

/**
 * The smallest eigenvalue of the Gram matrix of functions of x ~ uniform on [-sqrt3, sqrt3], each scaled to norm 1:
 * 0 exactly when they are linearly dependent, 1 when they are orthogonal.
 */
export function smallestGramEigenvalue(functions: readonly ((x: number) => number)[]): number {
  const gram = innerProducts(functions);
  const norms = gram.diagonal().map(Math.sqrt);
  if (norms.some((norm) => norm === 0)) return 0;
  const scaled = new Matrix(gram.to2DArray().map((row, i) => row.map((value, j) => value / (norms[i] * norms[j]))));
  const { realEigenvalues } = new EigenvalueDecomposition(scaled, { assumeSymmetric: true });
  return Math.max(0, Math.min(...realEigenvalues));
}

/**
 * E (g - projection of g on the span)^2 for x ~ uniform on [-sqrt3, sqrt3]; with the span {1} it is the variance of g.
 * @throws InputError when the spanning functions are linearly dependent
 */
export function squaredDistanceToSpan(g: (x: number) => number, span: readonly ((x: number) => number)[]): number {
  if (span.length > 0 && smallestGramEigenvalue(span) < 1e-12) {
    throw new InputError("The spanning functions are linearly dependent; leave some of them out.");
  }
  const { nodes, weights } = uniformRule();
  const target = nodes.map(g);
  if (span.length === 0) return weights.reduce((sum, w, i) => sum + w * target[i] ** 2, 0);
  const columns = span.map((f) => nodes.map(f));
  const right = columns.map((column) => weights.reduce((sum, w, i) => sum + w * column[i] * target[i], 0));
  const coefficients = solve(innerProducts(span), Matrix.columnVector(right)).to1DArray();
  // The residual itself is squared: differences of squares would lose what is looked for.
  return weights.reduce((sum, w, i) => {
    const residual = columns.reduce((rest, column, k) => rest - coefficients[k] * column[i], target[i]);
    return sum + w * residual * residual;
  }, 0);
}
