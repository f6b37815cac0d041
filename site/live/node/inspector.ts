/** `node:util`: Node's own inspector, extracted by node-inspect-extracted, and what else needs no Node. */
import { format, formatWithOptions, inspect, stripVTControlCharacters } from "node-inspect-extracted";

export { format, formatWithOptions, inspect, stripVTControlCharacters };

const native = /^\[object (?:\w*Error|DOMException)\]$/;

export const types = {
  isNativeError: (value: unknown): boolean => native.test(Object.prototype.toString.call(value)),
  isPromise: (value: unknown): boolean => value instanceof Promise,
  isTypedArray: (value: unknown): boolean => ArrayBuffer.isView(value) && !(value instanceof DataView),
};

export function promisify(original: (...all: unknown[]) => void): (...all: unknown[]) => Promise<unknown> {
  return (...all) =>
    new Promise((resolve, reject) => {
      original(...all, (error: unknown, value: unknown) => (error ? reject(error) : resolve(value)));
    });
}

const { TextDecoder, TextEncoder } = globalThis;

export { TextDecoder, TextEncoder };
