import { describe, expect, it } from "vitest";
import { type CalibrationRow, calibrate } from "./calibration";
import { CALIBRATION_DESIGNS, type CalibratedDesign, SITUATIONS, verdictCalibration } from "./calibration-table";
import { FAMILY_LEVEL } from "./verdict";

const { seed, designs } = verdictCalibration();
const PARAMETERS = 4;

/** Binomial standard error of a share of the verdicts, which are independent over studies and parameters. */
const mcse = (share: number, verdicts: number): number => Math.sqrt((share * (1 - share)) / verdicts);

function found(design: CalibratedDesign, name: string, lie: number, drift = 0, errors = "normal"): CalibrationRow {
  const row = design.rows.find((r) => r.name === name && r.lie === lie && r.drift === drift && r.errors === errors);
  if (row === undefined) throw new Error(`${design.name} has no ${name} ${lie} ${drift} ${errors}`);
  return row;
}

const published = designs.filter(({ name }) => name !== "quick");

describe("the calibration of the verdict's rule", () => {
  it("is what the rule gives today, recomputed in part to the last bit", () => {
    expect(
      designs.map(({ name, sizes, replications, studies }) => ({ name, sizes, replications, studies })),
    ).toStrictEqual(CALIBRATION_DESIGNS);
    for (const { rows } of designs) {
      expect(rows.map(({ name, lie, drift, level, errors }) => ({ name, lie, drift, level, errors }))).toStrictEqual(
        SITUATIONS,
      );
    }
    const [, , quick] = designs;
    const some = [0, 14, 20].map((k) => SITUATIONS[k]);
    expect(calibrate(quick, some, quick.studies, seed)).toStrictEqual([0, 14, 20].map((k) => quick.rows[k]));
  });

  it("has the nominal level where a promise is just kept: no more than 2.5 % of studies with any false no", () => {
    for (const design of designs) {
      for (const lie of [0.02, 0.05, 0.1]) {
        const { consistent, anyInconsistent } = found(design, "border", lie, -lie);
        const each = FAMILY_LEVEL / 2 / PARAMETERS;
        expect(consistent.no).toBeLessThan(each + 2 * mcse(each, PARAMETERS * design.studies));
        expect(anyInconsistent).toBeLessThan(FAMILY_LEVEL / 2 + 2 * mcse(FAMILY_LEVEL / 2, design.studies));
        // As for the published studies, not by being deaf: within two standard errors from below as well.
        if (design.name === "quick") continue;
        expect(consistent.no).toBeGreaterThan(each - 2 * mcse(each, PARAMETERS * design.studies));
      }
    }
  });

  it("never says no to a true theorem of an estimator on its curve, and yes where the study is large enough", () => {
    for (const design of designs) {
      const { consistent, tight, sharpness, agreement } = found(design, "true", 0);
      expect([consistent.no, sharpness.yes]).toStrictEqual([0, 1]);
      expect(tight.no).toBeLessThan(0.002);
      expect(agreement.no + agreement.partly).toBeLessThan(0.05);
      if (design.name === "quick") continue;
      expect(consistent.yes).toBeGreaterThan(0.99);
      expect(tight.yes).toBeGreaterThan(0.99);
      expect(agreement.yes).toBeGreaterThan(0.95);
    }
    for (const design of designs) {
      const { agreement } = found(design, "2 % off", 0);
      expect(agreement.no + agreement.partly).toBeLessThan(0.05);
    }
  });

  it("never says yes to a false promise, and no with 80 % power at the lie that the study itself names", () => {
    for (const design of designs) {
      for (const lie of [0.01, 0.02, 0.025, 0.05, 0.1, 0.2]) {
        const { consistent, tight, sharpness } = found(design, "lie", lie);
        expect([consistent.yes, tight.yes, sharpness.no]).toStrictEqual([0, 0, 1]);
      }
    }
    for (const design of published) {
      const { detectable } = found(design, "true", 0);
      expect(detectable).toBeGreaterThan(0.02);
      expect(detectable).toBeLessThan(0.03);
      const power = [0.02, 0.025, 0.05].map((lie) => found(design, "lie", lie).consistent.no);
      // Power between the tabulated lies: 80 % lies between theirs.
      expect(power[0]).toBeLessThan(0.8);
      expect(power[2]).toBeGreaterThan(0.99);
      expect(Math.abs(power[1] - 0.8)).toBeLessThan(0.1);
    }
    const quick = designs[2];
    const { detectable, consistent } = found(quick, "lie", 0.2);
    expect(Math.abs(detectable - 0.2)).toBeLessThan(0.03);
    expect(Math.abs(consistent.no - 0.8)).toBeLessThan(0.1);
  });

  it("sees an error that leaves the curve by more than a logarithm, and one that beats it", () => {
    for (const design of published) {
      expect(found(design, "drift", 0, 0.1).consistent.no).toBeGreaterThan(0.95);
      expect(found(design, "drift", 0, 0.05).consistent.no).toBeLessThan(0.025);
      expect(found(design, "drift", 0, 0.05).agreement.yes).toBeLessThan(0.01);
      expect(found(design, "drift", 0, -0.1).tight.no).toBeGreaterThan(0.95);
      expect(found(design, "modest", -0.1).tight.no).toBeGreaterThan(0.95);
      expect(found(design, "modest", -0.1).consistent.yes).toBeGreaterThan(0.99);
    }
  });

  it("loses about a factor two of its level, and no more, where errors have Laplace tails", () => {
    for (const design of designs) {
      expect(found(design, "border", 0.05, -0.05, "Laplace").anyInconsistent).toBeLessThan(0.06);
    }
  });
});
