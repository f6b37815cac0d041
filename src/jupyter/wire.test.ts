import { describe, expect, it } from "vitest";
import { compose, decode, encode, RejectedMessage } from "./wire";

const message = compose("session", "kernel_info_request", { some: "content" });
const frames = encode("key", message);

describe("a message", () => {
  it("comes back as it was sent", () => {
    expect(decode("key", [Buffer.from("route"), ...frames])).toEqual({
      ...message,
      identities: [Buffer.from("route")],
    });
    expect(decode("", encode("", message)).content).toEqual({ some: "content" });
  });

  it.each([
    ["unsigned", encode("", message), /not signed/],
    ["signed with another key", encode("other", message), /bad signature/],
    ["changed on its way", [...frames.slice(0, 5), Buffer.from('{"code":"1"}')], /bad signature/],
    ["without delimiter", frames.slice(1), /delimiter/],
    ["too short", frames.slice(0, 4), /3 frames after its delimiter instead of 5/],
  ])("%s is rejected", (_, bad, reason) => {
    expect(() => decode("key", bad)).toThrow(RejectedMessage);
    expect(() => decode("key", bad)).toThrow(reason);
  });

  it("is not parsed before its signature is found right", () => {
    const nonsense = [...frames.slice(0, 2), ...frames.slice(2).map(() => Buffer.from("{"))];
    expect(() => decode("key", nonsense)).toThrow(/bad signature/);
    expect(() =>
      decode(
        "",
        [frames[0], Buffer.from(""), ...nonsense.slice(2)].filter((f) => f !== undefined),
      ),
    ).toThrow(/header is not JSON/);
  });
});
