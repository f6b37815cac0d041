import { type CellCase, pairs, prints, refused, throws, value, values } from "./cell-case";

/** What meets in real notebooks: features of the language together, over several cells. */
export const COMBINATIONS: readonly CellCase[] = [
  ...pairs("closures and later cells", [
    [
      "let n = 0; const make = () => { let own = n; return () => [own++, n++] };",
      "n = 5; const c = make(); n = 7; [c(), c(), n]",
      [[5, 7], [6, 8], 9],
    ],
    ["const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i);", "fs.map((f) => f())", [0, 1, 2]],
    [
      "const fs: (() => number)[] = []; for (var j = 0; j < 3; j++) fs.push(() => j);",
      "j = 9; fs.map((f) => f())",
      [9, 9, 9],
    ],
    [
      "let x = 1; const outer = () => { const x = 2; return () => x }; const see = () => x;",
      "x = 8; [outer()(), see()]",
      [2, 8],
    ],
    ["let x = 1; const f = (x = 5) => { x++; return x };", "[f(), f(1), x]", [6, 2, 1]],
    ["let y = 1; const f = (a: number, b = a + y) => b;", "y = 10; f(1)", 11],
    [
      "let d = 1; const f = ({ a = d, ...rest }: any = {}) => [a, rest];",
      "d = 4; [f(), f({ a: 0, z: 1 })]",
      [
        [4, {}],
        [0, { z: 1 }],
      ],
    ],
    [
      "let t = 0; const o = { get up() { return ++t }, set to(v: number) { t = v } };",
      "o.to = 10; [o.up, o.up, t]",
      [11, 12, 12],
    ],
    [
      "let e = 'outer'; const f = () => { try { throw 'inner' } catch (e) { return e } };",
      "[f(), e]",
      ["inner", "outer"],
    ],
    [
      "let cb: () => number = () => 0; { let hidden = 3; cb = () => hidden++ }",
      "[cb(), cb(), typeof (globalThis as any).hidden]",
      [3, 4, "undefined"],
    ],
    ["let v = 1; const read = function named(): number { return v > 3 ? v : (v++, named()) };", "v = 2; read()", 4],
    [
      "let arr = [1, 2, 3]; const sum = () => arr.reduce((s, x) => s + x, 0);",
      "arr = arr.map((x) => x * 10); arr.push(1); sum()",
      61,
    ],
    ["let a = 1; const ev = { a() { return a } };", "a = 3; ev.a()", 3],
    ["let i = 0; const next = () => i++;", "const xs = [next(), ...[next(), next()]]; [xs, i]", [[0, 1, 2], 3]],
  ]),
  ...pairs("classes", [
    [
      "let made = 0; class A { static all: A[] = []; id = ++made; constructor() { A.all.push(this) } }",
      "made = 10; new A(); new A(); A.all.map((a) => a.id)",
      [11, 12],
    ],
    ["class A { static n = 1; static { A.n += 1; this.n *= 5 } }", "A.n", 10],
    ["class A { static #count = 0; static next() { return ++A.#count } }", "A.next(); A.next()", 2],
    [
      "class A { hi() { return 'A' } } class B extends A { hi() { return super.hi() + 'B' } }",
      "class A { hi() { return 'new' } } [new B().hi(), new A().hi()]",
      ["AB", "new"],
    ],
    ["const key = Symbol('k'); class A { [key] = 3; static ['s1'] = 4 }", "[new A()[key], (A as any).s1]", [3, 4]],
    ["class A { accessor v = 1 }", "const a = new A(); a.v += 2; a.v", 3],
    [
      "class T { static of<X>(x: X) { return new this().set(x) } v: any; set(x: any) { this.v = x; return this } }",
      "T.of([1]).v",
      [1],
    ],
    [
      "const seen: string[] = []; const log = (v: any, c: DecoratorContext) => { seen.push(c.kind + ' ' + String(c.name)) };",
      "@log class A { @log static s = 1; @log get g() { return 1 } @log #p = 2; @log m() {} } seen",
      ["getter g", "method m", "field s", "field #p", "class A"],
    ],
    [
      "const Mixin = <B extends new (...a: any[]) => object>(Base: B) => class extends Base { mixed = 1 };",
      "class C extends Mixin(Object) { own = 2 } const c = new C(); [c.mixed, c.own]",
      [1, 2],
    ],
    ["class A { constructor(readonly x: number, protected y = x + 1) {} get z() { return this.y } }", "new A(3).z", 4],
    ["class A { static make = () => new A(); v = 2 }", "class A { static make = () => new A(); v = 3 } A.make().v", 3],
    ["let Counter = class Inner { static n = 0; up() { return ++Inner.n } };", "new Counter().up() + Counter.n", 2],
  ]),
  ...values("generators and iteration", [
    [
      "function* g(): Generator<number, string, number> { const x = yield 1; return 'r' + x } const it = g(); it.next(); it.next(5)",
      { value: "r5", done: true },
    ],
    ["function* a() { yield 1; yield* [2, 3] } [...a()]", [1, 2, 3]],
    [
      "const log: string[] = []; function* g() { try { yield 1; yield 2 } finally { log.push('closed') } } for (const x of g()) break; log",
      ["closed"],
    ],
    [
      "const it = { from: 1, to: 3, *[Symbol.iterator]() { for (let i = this.from; i <= this.to; i++) yield i } }; [...it]",
      [1, 2, 3],
    ],
    [
      "const out: number[] = []; for await (const x of (async function* () { for (let i = 0; i < 3; i++) { await null; yield i } })()) out.push(x); out",
      [0, 1, 2],
    ],
    [
      "outer: for (let i = 0; ; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue outer; if (i === 2) break outer } } 'left'",
      "left",
    ],
    ["let hits = 0; block: { hits++; if (hits) break block; hits = 100 } hits", 1],
    ["let k = 0; do { k++; if (k === 2) continue } while (k < 5); k", 5],
    ["let s = ''; for (const [k, v] of Object.entries({ a: 1, b: 2 })) s += k + v; s", "a1b2"],
    ["let s = 0; for (const { v = 10 } of [{ v: 1 }, {}] as { v?: number }[]) s += v; s", 11],
    ["let a = 1, b = 2; [a, b] = [b, a]; [a, b]", [2, 1]],
    [
      "let a: any, b: any, r: any; ({ a, b: { c: b = 4 } = {}, ...r } = { a: 1, x: 2 } as any); [a, b, r]",
      [1, 4, { x: 2 }],
    ],
    ["const o: any = {}; [o.a, o['b']] = [1, 2]; o", { a: 1, b: 2 }],
    ["let x = 3; const r: number[] = []; while (x --> 0) r.push(x); r", [2, 1, 0]],
    ["let i = 0; for (;;) { if (++i > 3) break } i", 4],
    ["switch (3 as number) { case 1: let q = 1; break; default: { var w = 'd' } } w", "d"],
    ["const r = []; for (const x in { p: 7, q: 8 }) r.push(x); r", ["p", "q"]],
    ["let n = 0; const p = { then(f: (x: number) => void) { f(++n) } }; [await p, await p, n]", [1, 2, 2]],
  ]),
  ...pairs("declared again as something else", [
    ["enum E { A = 1 } const f = () => E.A;", "const E = { A: 'x' }; f() as unknown", "x"],
    ["namespace N { export let v = 1; export const up = () => ++v }", "N.up(); N.v", 2],
    ["namespace N { export let v = 1 } namespace N { export const w = v + 1 }", "N.w", 2],
    ["interface P { a: number } const P = { make: (): P => ({ a: 1 }) };", "const p: P = P.make(); p.a", 1],
    ["type K = 'a'; const K = 'value';", "const k: K = 'a'; [k, K]", ["a", "value"]],
    ["class X { a = 1 } interface X { b?: number }", "const x: X = new X(); x.b = 2; [x.a, x.b]", [1, 2]],
    ["let f = 1; const g = () => typeof f;", "async function f() {} g()", "function"],
    [
      "import { one } from 'numbers'; const see = () => one;",
      "function one() { return 'mine' } typeof see()",
      "function",
    ],
    ["const x = 1, y = () => x;", "let x: string[] = ['q']; x.push('r'); (y() as any).length", 2],
    ["var v = 1;", "let v = 2; const seen = () => v; v = 3; seen()", 3],
    ["function f() { return g() } function g() { return 1 }", "const g = () => 'arrow'; f() as unknown", "arrow"],
  ]),
  {
    name: "an error half-way through a destructuring",
    steps: [
      ["let a = 1, b = 2"],
      ["[a, b] = (function* () { yield 10; throw new RangeError('half') })() as any", throws("RangeError", "half")],
      ["[a, b]", value([10, 2])],
      ["const { p, q: { r } } = { p: 5 } as any", throws("TypeError")],
      ["p", value(5)],
    ],
  },
  {
    name: "an error half-way in an async cell, and what its timers still do",
    steps: [
      [
        "let ticks = 0; const first = await 1; setTimeout(() => { ticks = 7 }, 5); await Promise.reject(new TypeError('mid')); const unreached = 1",
        throws("TypeError", "mid"),
      ],
      ["await new Promise((r) => setTimeout(r, 60)); [first, ticks]", value([1, 7])],
      ["unreached", refused(2304)],
    ],
  },
  {
    name: "a timer of an earlier cell sees and changes the variables of today",
    steps: [
      [
        "let n = 1, set = false; const done = new Promise<void>((r) => { const timer = setInterval(() => { if (!set) return; clearInterval(timer); n *= 10; r() }, 5) })",
      ],
      ["n = 5; set = true; await done; n", value(50)],
    ],
  },
  {
    name: "using in functions, loops and with errors",
    steps: [
      ["const log: string[] = []; const res = (name: string) => ({ [Symbol.dispose]() { log.push(name) } })"],
      ["function work() { using a = res('a'), b = res('b'); log.push('work') } work(); log", value(["work", "b", "a"])],
      [
        "log.length = 0; try { using c = res('c'); throw new Error('e') } catch { log.push('caught') } log",
        value(["c", "caught"]),
      ],
      ["log.length = 0; using top = res('top'); throw new RangeError('after')", throws("RangeError", "after")],
      ["log", value(["top"])],
      [
        "{ using x = { [Symbol.dispose]() { throw new Error('one') } }; throw new Error('two') }",
        throws("SuppressedError"),
      ],
    ],
  },
  {
    name: "exports under names that no variable can have",
    steps: [
      ["const a = 1; const f = () => a; export { a as default, f as class, a as b }"],
      ["switch (b as number) { default: var which = 'default' } class Q {} [which, f()]", value(["default", 1])],
      ["export { default } from 'numbers'; export { default as d, one as if } from 'numbers'"],
      ["let r = ''; switch (0 as number) { default: if (d) r = d } r", value("default")],
    ],
  },
  {
    name: "hoisting in a cell",
    steps: [
      ["const early = hoisted(); function hoisted() { return 'up' } early", value("up")],
      ["typeof later; var later = 1", { silent: true }],
      [
        // In a module this throws; variables of cells are properties, as in TypeScript's CommonJS.
        "const t = () => early2; const r = t(); const early2 = 1; [r === undefined, t()]",
        value([true, 1]),
      ],
    ],
  },
  {
    name: "printing from callbacks, getters and iterators in order",
    steps: [
      [
        "[1, 2].forEach((x) => console.log(x)); const o = { get p() { console.log('got'); return 3 } }; console.log(o.p)",
        prints("1\n2\ngot\n3"),
      ],
    ],
  },
  {
    name: "types only",
    steps: [
      ["type Tree<T> = { v: T; kids: Tree<T>[] }; type Deep<T> = T extends (infer U)[] ? Deep<U> : T"],
      [
        "const t: Tree<number> = { v: 1, kids: [{ v: 2, kids: [] }] }; const d: Deep<string[][]> = 's'; t.kids[0].v + d.length",
        value(3),
      ],
      ["const bad: Deep<number[]> = 's'", refused(2322)],
      ["declare function phantom(): number; type R = ReturnType<typeof phantom>; const r: R = 2; r", value(2)],
      ["export type { Tree as Wood }"],
      ["const w: Wood<1> = { v: 1, kids: [] }; w.v", value(1)],
      [
        "let u: unknown = 'x'; function isS(x: unknown): x is string { return typeof x === 'string' } isS(u) ? u.length : 0",
        value(1),
      ],
    ],
  },
];
