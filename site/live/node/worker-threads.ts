/** `node:worker_threads`: threads of Node run files of Node, which a page has not; the library's studies have web workers. */
import { notHere } from "./not-here";

const WHY = "a thread would be a program of Node. Studies and tests of the library run in web workers by themselves.";

export class Worker {
  constructor() {
    throw notHere(`worker_threads.Worker cannot be started in a page: ${WHY}`);
  }
}

export const isMainThread = true;
export const parentPort = null;
export const workerData = null;
