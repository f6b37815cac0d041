import { KERNEL } from "./kernel-bytes.generated";
import { CONSTANT_BYTES } from "./layout";
import { MAX_PAGES, PAGE_BYTES, type WasmMemory, webAssembly } from "./web-assembly";

type PassArguments = [
  ...[x: number, stride: number, y: number, frozen: number, d: number, bias: number, activation: number],
  ...[from: number, to: number, theta: number, work: number, out: number, step: number],
];

/**
 * The functions compiled from src/assembly. All arguments are numbers; those called x, y, frozen, eta, theta, work, out
 * and posterior are byte addresses of doubles, `stride` the bytes between columns of x, activation and density codes
 * their positions in ACTIVATIONS and in (gaussian, laplace, student-t).
 */
export interface Kernel {
  /** Below this address the module keeps its constants. */
  readonly workAt: { readonly value: number };
  draw(
    ...args: [
      ...[x: number, y: number, n: number, d: number, normal: number, promptBias: number, promptActivation: number],
      ...[frozenBias: number, frozenActivation: number, density: number, numbers: number],
      ...[gate: number, work: number],
      ...[seed: number, path: number, replicate: number],
    ]
  ): void;
  pass(...args: PassArguments): void;
  softmaxPass(...args: PassArguments): void;
  logistic(
    ...args: [
      ...[x: number, stride: number, weight: number, d: number, from: number, to: number],
      ...[gate: number, work: number, out: number],
    ]
  ): void;
  squares(
    ...args: [
      ...[x: number, stride: number, y: number, weight: number, d: number, bias: number, activation: number],
      ...[from: number, to: number, eta: number, work: number, out: number],
    ]
  ): void;
  scores(...args: [nodes: number, weights: number, count: number, density: number, numbers: number, out: number]): void;
  value(...args: [...PassArguments, posterior: number]): void;
  softmaxValue(...args: [...PassArguments, posterior: number]): void;
  frozenDensities(
    ...args: [
      ...[x: number, stride: number, y: number, d: number, bias: number, activation: number],
      ...[from: number, to: number, eta: number, density: number, c: number, a: number, b: number, e: number],
      ...[work: number, out: number],
    ]
  ): void;
}

/** A memory and the module's functions over it. */
export interface KernelSpace {
  readonly memory: WasmMemory;
  readonly kernel: Kernel;
  readonly shared: boolean;
}

/** The bytes of a module; an object, so that a bundler holds them once. */
export interface KernelBytes {
  readonly base64: string;
}

const compiled = new Map<KernelBytes, object>();

/** The module with these bytes, compiled once per thread, on first use; threads may be sent it. */
export function kernelModule(bytes: KernelBytes): object {
  let result = compiled.get(bytes);
  if (result === undefined) {
    const text = atob(bytes.base64);
    const { Module } = webAssembly();
    result = new Module(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    compiled.set(bytes, result);
  }
  return result;
}

function instantiate(memory: WasmMemory, bytes: KernelBytes): KernelSpace {
  const { Instance } = webAssembly();
  const kernel = new Instance(kernelModule(bytes), { env: { memory } }).exports as Kernel;
  if (kernel.workAt.value > CONSTANT_BYTES) throw new Error(`The kernel's constants end at ${kernel.workAt.value}.`);
  return { memory, shared: bytes !== KERNEL, kernel };
}

/** The most bytes one memory can hold. */
export const MAX_BYTES: number = MAX_PAGES * PAGE_BYTES;

/**
 * A fresh memory of at least `bytes` bytes, zeroed, and its instance. Memory that threads share needs a module of its own,
 * `sharedKernel` (shared-kernel-bytes.generated.ts), which pages without threads never load.
 */
export function newSpace(bytes: number, sharedKernel?: KernelBytes): KernelSpace {
  const pages = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
  if (pages > MAX_PAGES) {
    throw new RangeError(`${bytes} bytes are more than the ${MAX_BYTES} that WebAssembly can address.`);
  }
  const { Memory } = webAssembly();
  const memory = new Memory(
    sharedKernel === undefined
      ? { initial: pages, maximum: MAX_PAGES }
      : { initial: pages, maximum: pages, shared: true },
  );
  return instantiate(memory, sharedKernel ?? KERNEL);
}

/** Spaces given back, for the next user: a study makes and drops hundreds of thousands. */
const idle: KernelSpace[] = [];
/** What idle spaces may hold together; more is left to the garbage collector. */
const KEPT_BYTES = 2 ** 27;

/** A space of at least `bytes` bytes for one user at a time; what it holds is left over from the last one. */
export function acquireSpace(bytes: number): KernelSpace {
  const space = idle.pop();
  if (space === undefined) return newSpace(bytes);
  const missing = bytes - space.memory.buffer.byteLength;
  if (missing > 0) space.memory.grow(Math.ceil(missing / PAGE_BYTES));
  return space;
}

/** The spaces that samples live in, by their buffers; they go when the samples do. */
const homes = new WeakMap<ArrayBufferLike, KernelSpace>();
const claimed = new WeakSet<KernelSpace>();

/** Says that a sample lives in this space: it is not handed to anyone else until unsettled, or for good. */
export function settle(space: KernelSpace): void {
  homes.set(space.memory.buffer, space);
}

/** The sample is not needed any more: the space may be handed on, unless a likelihood still works there. */
export function unsettle(space: KernelSpace): void {
  homes.delete(space.memory.buffer);
  if (!claimed.has(space)) releaseSpace(space);
}

/** The space a sample's buffer belongs to, unless it is an ordinary buffer or another likelihood works there. */
export function claimSpace(buffer: ArrayBufferLike): KernelSpace | undefined {
  const space = homes.get(buffer);
  if (space === undefined || claimed.has(space)) return undefined;
  claimed.add(space);
  return space;
}

/** Gives back a space that was acquired or claimed; the giver must not use its views of the space any more. */
export function releaseSpace(space: KernelSpace): void {
  claimed.delete(space);
  const { buffer } = space.memory;
  if (homes.has(buffer) || space.shared) return;
  const held = idle.reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0);
  if (held + buffer.byteLength <= KEPT_BYTES) idle.push(space);
}
