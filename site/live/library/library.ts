/** The library and the packages that cells may import, by specifier. */
import * as mlMatrix from "ml-matrix";
import * as simpleStatistics from "simple-statistics";
import * as library from "../../../src/index";
import * as forNode from "../../../src/node";
import * as forNotebooks from "../../../src/notebook";

export const LIBRARY: ReadonlyMap<string, object> = new Map<string, object>([
  ["contaminated-moe", library],
  ["contaminated-moe/node", forNode],
  ["contaminated-moe/notebook", forNotebooks],
  ["ml-matrix", mlMatrix],
  ["simple-statistics", simpleStatistics],
]);
