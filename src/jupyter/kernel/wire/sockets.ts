import type { Reply, Router, XPublisher } from "zeromq";
import { InputError } from "../../../input-error";
import type { Connection } from "../../connection";
import { tune } from "./outgoing";

/** The five sockets of a kernel. */
export interface Sockets {
  readonly iopub: XPublisher;
  readonly shell: Router;
  readonly control: Router;
  readonly stdin: Router;
  readonly heartbeat: Reply;
}

type Socket = Reply | Router | XPublisher;

async function bind(socket: Socket, port: number, { transport, ip }: Connection): Promise<void> {
  tune(socket);
  try {
    await socket.bind(`${transport}://${ip}:${port}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
      throw new InputError(`Port ${port} of ${ip} is already in use; start the kernel again on free ports.`);
    }
    throw new InputError(`The kernel cannot listen on ${ip}, port ${port}: ${(error as Error).message}.`);
  }
}

/** What hears of messages and subscribers. */
export interface SocketListener {
  /** A message on shell, control or stdin. */
  receive(socket: Router, frames: Buffer[]): void;
  /** Somebody listens to the broadcasts of this topic from now on; the empty one is all. */
  subscribed(topic: string): void;
}

/** Opens the sockets of a connection, echoes heartbeats and hands over what arrives. */
export async function openSockets(connection: Connection, listener: SocketListener): Promise<Sockets> {
  const zmq = await import("zeromq");
  const sockets: Sockets = {
    iopub: new zmq.XPublisher({ verbosity: "allSubs" }),
    shell: new zmq.Router(),
    control: new zmq.Router(),
    stdin: new zmq.Router(),
    heartbeat: new zmq.Reply(),
  };
  await Promise.all([
    bind(sockets.iopub, connection.iopub_port, connection),
    bind(sockets.shell, connection.shell_port, connection),
    bind(sockets.control, connection.control_port, connection),
    bind(sockets.stdin, connection.stdin_port, connection),
    bind(sockets.heartbeat, connection.hb_port, connection),
  ]);
  const listen = async (socket: Router): Promise<void> => {
    for await (const frames of socket) listener.receive(socket, frames);
  };
  void listen(sockets.shell);
  void listen(sockets.control);
  void listen(sockets.stdin);
  void (async () => {
    // The first byte tells a subscription from its end, the others are the topic.
    for await (const [frame] of sockets.iopub) {
      if (frame?.[0] === 1) listener.subscribed(frame.subarray(1).toString("utf8"));
    }
  })();
  void (async () => {
    for await (const frames of sockets.heartbeat) await sockets.heartbeat.send(frames);
  })();
  return sockets;
}

export function closeSockets(sockets: Sockets): void {
  for (const each of Object.values(sockets) as readonly Socket[]) each.close();
}
