import { readFileSync } from "node:fs";
import { InputError } from "../input-error";

/** Where a kernel listens and the key its messages are signed with: the content of Jupyter's connection file. */
export interface Connection {
  readonly transport: "tcp";
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: "hmac-sha256";
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

const PORTS = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;

function text(record: Readonly<Record<string, unknown>>, field: string, file: string): string {
  const value = record[field];
  if (typeof value === "string") return value;
  throw new InputError(`The connection file ${file} has no text in "${field}"; start the kernel from Jupyter again.`);
}

function port(record: Readonly<Record<string, unknown>>, field: string, file: string): number {
  const value = record[field];
  if (typeof value === "number" && Number.isInteger(value) && value > 0 && value < 65536) return value;
  throw new InputError(
    `The connection file ${file} holds ${JSON.stringify(value)} in "${field}" where a port from 1 to 65535 is expected.`,
  );
}

/** Reads and checks a connection file; what is wrong with it is said in one sentence. */
export function readConnection(file: string): Connection {
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch {
    throw new InputError(`The connection file ${file} cannot be read; Jupyter writes one and passes its path.`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    throw new InputError(`The connection file ${file} is not JSON; start the kernel from Jupyter again.`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new InputError(`The connection file ${file} is not a JSON object; start the kernel from Jupyter again.`);
  }
  const record = parsed as Readonly<Record<string, unknown>>;
  const transport = text(record, "transport", file);
  if (transport !== "tcp") {
    throw new InputError(`The connection file ${file} asks for transport "${transport}"; this kernel speaks tcp only.`);
  }
  const key = text(record, "key", file);
  const scheme = record.signature_scheme ?? "hmac-sha256";
  if (scheme !== "hmac-sha256") {
    throw new InputError(
      `The connection file ${file} asks for signature scheme ${JSON.stringify(scheme)}; this kernel signs with hmac-sha256 only.`,
    );
  }
  const [shell, iopub, stdin, control, hb] = PORTS.map((field) => port(record, field, file)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    transport,
    ip: text(record, "ip", file),
    key,
    signature_scheme: scheme,
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    control_port: control,
    hb_port: hb,
  };
}
