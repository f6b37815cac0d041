import { Buffer } from "buffer";

/** A change of bytes, such as unpacking. */
export type ByteChange = (bytes: Uint8Array) => Uint8Array;

/** A stream of bytes that are all there at once: as much of Node's streams as the library reads records with. */
export class ByteStream implements AsyncIterable<Buffer> {
  readonly #read: () => Uint8Array;

  constructor(read: () => Uint8Array) {
    this.#read = read;
  }

  pipe(next: PendingStream): ByteStream {
    return new ByteStream(() => next.change(this.#read()));
  }

  /** Nothing is told before the bytes are read, and then by throwing. */
  on(): this {
    return this;
  }

  destroy(): void {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    yield Buffer.from(this.#read());
  }
}

/** What another stream is piped into. */
export class PendingStream {
  constructor(readonly change: ByteChange) {}

  destroy(): void {}
}
