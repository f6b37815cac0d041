import type { Page } from "playwright-core";

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A finger on a phone's screen: real touch events, from which the browser makes pointers, clicks and scrolling. */
export class Finger {
  private constructor(private readonly touch: (type: string, points: readonly Place[]) => Promise<unknown>) {}

  static async on(page: Page): Promise<Finger> {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setTouchEmulationEnabled", { enabled: true });
    return new Finger((type, points) =>
      session.send("Input.dispatchTouchEvent", {
        type: type as "touchStart",
        touchPoints: points.map((point) => ({ ...point })),
      }),
    );
  }

  async tap(place: Place): Promise<void> {
    await this.touch("touchStart", [place]);
    await this.touch("touchEnd", []);
  }

  async drag(from: Place, to: Place, steps = 8): Promise<void> {
    await this.touch("touchStart", [from]);
    for (let k = 1; k <= steps; k++) {
      const at = (a: number, b: number): number => a + ((b - a) * k) / steps;
      await this.touch("touchMove", [{ x: at(from.x, to.x), y: at(from.y, to.y) }]);
    }
    await this.touch("touchEnd", []);
  }
}
