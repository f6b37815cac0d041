/** The version in package.json (a test compares them): part of every design's hash, and what workers and coordinators must share. */
export const PACKAGE_VERSION = "0.3.0";
