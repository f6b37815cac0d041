import { Redis } from "ioredis";
import { InputError } from "../../../input-error";

/** What ioredis and BullMQ need to connect. */
export interface RedisConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
  readonly tls?: { readonly servername: string };
}

/** The same, for connections that wait and try again for ever. */
export interface PatientOptions extends RedisConnectionOptions {
  readonly maxRetriesPerRequest: null;
  readonly retryStrategy: (times: number) => number;
}

/** Where a Redis is. `shown` names it without user and password: the only form that may be printed. */
export interface RedisAddress {
  readonly shown: string;
  readonly options: RedisConnectionOptions;
}

/**
 * redis://[user:password@]host[:port][/database], or rediss:// for TLS.
 * @throws InputError when there is none or it is no such address; the message never holds a password.
 */
export function redisAddress(url: string | undefined = process.env.REDIS_URL): RedisAddress {
  if (!url) throw new InputError("No Redis is given; use --redis redis://host:6379 or set REDIS_URL.");
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new InputError("The Redis address is not a URL; expected redis://[user:password@]host:port[/database].");
  }
  const { protocol, hostname, port, username, password, pathname } = parsed;
  if (!["redis:", "rediss:"].includes(protocol) || hostname === "") {
    throw new InputError(`The Redis address begins with ${protocol}; expected redis:// or, with TLS, rediss://.`);
  }
  const database = pathname.replace(/^\//, "");
  if (!/^\d*$/.test(database)) {
    throw new InputError(
      `The Redis address has the database "${database}"; expected a number, as in redis://host:6379/0.`,
    );
  }
  const host = hostname.replace(/^\[|\]$/g, "");
  return {
    shown: `${protocol}//${hostname}:${port || 6379}${database ? `/${database}` : ""}`,
    options: {
      host,
      port: Number(port || 6379),
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(database ? { db: Number(database) } : {}),
      ...(protocol === "rediss:" ? { tls: { servername: host } } : {}),
    },
  };
}

/** Options for connections that outlive a restart of Redis: they wait and try again, for ever. */
export function patient({ options }: RedisAddress): PatientOptions {
  return { ...options, maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(100 * times, 1000) };
}

function reasonOf(error: NodeJS.ErrnoException): string {
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "the host is not known",
    EAI_AGAIN: "the host is not known",
    ETIMEDOUT: "it does not answer",
  };
  const byCode = known[error.code ?? ""];
  if (byCode) return byCode;
  if (/CERT|SELF_SIGNED|ALTNAME/.test(error.code ?? "")) {
    return `its certificate is not trusted (${error.code}); NODE_EXTRA_CA_CERTS names a file with your own authority`;
  }
  if (/NOAUTH|WRONGPASS|invalid password|without any password/i.test(error.message)) {
    return "it refuses the user or password (give them in the address: redis://user:password@host)";
  }
  return error.code ?? "it does not speak the Redis protocol";
}

/** @throws InputError in one sentence when no Redis answers at the address within three seconds. */
export async function probeRedis(address: RedisAddress): Promise<void> {
  const client = new Redis({
    ...address.options,
    lazyConnect: true,
    connectTimeout: 3000,
    disconnectTimeout: 10,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let heard: NodeJS.ErrnoException | undefined;
  client.on("error", (error) => {
    heard ??= error;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    const reason = reasonOf(heard ?? (error as NodeJS.ErrnoException));
    throw new InputError(`There is no usable Redis at ${address.shown}: ${reason}.`);
  } finally {
    client.disconnect();
  }
}

/** A connection that outlives restarts. */
export function connectRedis(address: RedisAddress): Redis {
  const client = new Redis(patient(address));
  client.on("error", () => {});
  return client;
}
