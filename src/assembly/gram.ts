// Sums of products of columns, sum_i p_a[i] x_b[i], in 3 x 3 tiles that stay in registers. Columns are CHUNK rows long
// and lie COLUMN bytes apart, so that one pointer serves three of them. Accumulators are two lanes wide.

import { add, mul } from "./elementary";

/** Rows worked on at a time: what a pass holds for them fits the first-level cache. */
export const CHUNK: usize = 128;
/** Bytes of one scratch column. */
export const COLUMN: usize = 1024;
/** Bytes of the nine accumulators of a tile. */
export const TILE: usize = 144;

/** Adds the nine sums of three columns from `p` with three columns from `x` to the tile at `c`, row by row. */
function tile(p: usize, x: usize, c: usize, bytes: usize): void {
  let c0 = v128.load(c, 0), c1 = v128.load(c, 16), c2 = v128.load(c, 32);
  let c3 = v128.load(c, 48), c4 = v128.load(c, 64), c5 = v128.load(c, 80);
  let c6 = v128.load(c, 96), c7 = v128.load(c, 112), c8 = v128.load(c, 128);
  const end = p + bytes;
  do {
    let x0 = v128.load(x), x1 = v128.load(x, COLUMN), x2 = v128.load(x, 2 * COLUMN);
    let q = v128.load(p);
    c0 = add(c0, mul(q, x0));
    c1 = add(c1, mul(q, x1));
    c2 = add(c2, mul(q, x2));
    q = v128.load(p, COLUMN);
    c3 = add(c3, mul(q, x0));
    c4 = add(c4, mul(q, x1));
    c5 = add(c5, mul(q, x2));
    q = v128.load(p, 2 * COLUMN);
    c6 = add(c6, mul(q, x0));
    c7 = add(c7, mul(q, x1));
    c8 = add(c8, mul(q, x2));
    x0 = v128.load(x, 16);
    x1 = v128.load(x, COLUMN + 16);
    x2 = v128.load(x, 2 * COLUMN + 16);
    q = v128.load(p, 16);
    c0 = add(c0, mul(q, x0));
    c1 = add(c1, mul(q, x1));
    c2 = add(c2, mul(q, x2));
    q = v128.load(p, COLUMN + 16);
    c3 = add(c3, mul(q, x0));
    c4 = add(c4, mul(q, x1));
    c5 = add(c5, mul(q, x2));
    q = v128.load(p, 2 * COLUMN + 16);
    c6 = add(c6, mul(q, x0));
    c7 = add(c7, mul(q, x1));
    c8 = add(c8, mul(q, x2));
    p += 32;
    x += 32;
  } while (p < end);
  v128.store(c, c0, 0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
  v128.store(c, c8, 128);
}

/** As tile, for a tile on the diagonal: only entries (0,0) (0,1) (0,2) (1,1) (1,2) (2,2). */
function diagonalTile(p: usize, x: usize, c: usize, bytes: usize): void {
  let c0 = v128.load(c, 0), c1 = v128.load(c, 16), c2 = v128.load(c, 32);
  let c4 = v128.load(c, 64), c5 = v128.load(c, 80), c8 = v128.load(c, 128);
  const end = p + bytes;
  do {
    let x2 = v128.load(x, 2 * COLUMN);
    let q = v128.load(p);
    let x1 = v128.load(x, COLUMN);
    c0 = add(c0, mul(q, v128.load(x)));
    c1 = add(c1, mul(q, x1));
    c2 = add(c2, mul(q, x2));
    q = v128.load(p, COLUMN);
    c4 = add(c4, mul(q, x1));
    c5 = add(c5, mul(q, x2));
    c8 = add(c8, mul(v128.load(p, 2 * COLUMN), x2));
    p += 16;
    x += 16;
  } while (p < end);
  v128.store(c, c0, 0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c8, 128);
}

/**
 * Sums for `tiles` groups of three columns at `x`: first the three columns at `w` with each group, then each group at
 * `products` with itself and the later ones (upper triangle). `bytes` is a positive multiple of 32.
 */
export function gram(w: usize, products: usize, x: usize, tiles: usize, c: usize, bytes: usize): void {
  cross(w, x, tiles, c, bytes);
  pairs(products, x, tiles, c + tiles * TILE, bytes);
}

/** The three columns at `w` with each group at `x`. */
export function cross(w: usize, x: usize, tiles: usize, c: usize, bytes: usize): void {
  for (let k: usize = 0; k < tiles; k++) {
    tile(w, x + k * 3 * COLUMN, c, bytes);
    c += TILE;
  }
}

/** One column at `w` with each group at `x`: three sums a group. */
export function crossOne(w: usize, x: usize, tiles: usize, c: usize, bytes: usize): void {
  for (let k: usize = 0; k < tiles; k++) {
    let c0 = v128.load(c, 0), c1 = v128.load(c, 16), c2 = v128.load(c, 32);
    for (let i: usize = 0; i < bytes; i += 16) {
      const q = v128.load(w + i);
      c0 = add(c0, mul(q, v128.load(x + i)));
      c1 = add(c1, mul(q, v128.load(x + i, COLUMN)));
      c2 = add(c2, mul(q, v128.load(x + i, 2 * COLUMN)));
    }
    v128.store(c, c0, 0);
    v128.store(c, c1, 16);
    v128.store(c, c2, 32);
    c += TILE / 3;
    x += 3 * COLUMN;
  }
}

/** Each group at `products` with the same group at `x` and the later ones: an upper triangle. */
export function pairs(products: usize, x: usize, tiles: usize, c: usize, bytes: usize): void {
  const group: usize = 3 * COLUMN;
  for (let j: usize = 0; j < tiles; j++) {
    diagonalTile(products + j * group, x + j * group, c, bytes);
    c += TILE;
    for (let k = j + 1; k < tiles; k++) {
      tile(products + j * group, x + k * group, c, bytes);
      c += TILE;
    }
  }
}

/** products_j = weight * x_j for `columns` columns. */
export function weigh(weight: usize, x: usize, products: usize, columns: usize, bytes: usize): void {
  for (let j: usize = 0; j < columns; j++) {
    for (let i: usize = 0; i < bytes; i += 32) {
      v128.store(products + i, mul(v128.load(weight + i), v128.load(x + i)));
      v128.store(products + i, mul(v128.load(weight + i, 16), v128.load(x + i, 16)), 16);
    }
    x += COLUMN;
    products += COLUMN;
  }
}
