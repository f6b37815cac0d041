const loading = new Map<string, Promise<void>>();

/** Loads a classic script once: pages opened from file:// may load scripts, but not fetch data. */
export function classicScript(address: string): Promise<void> {
  const known = loading.get(address);
  if (known) return known;
  const promise = new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${address} could not be loaded.`));
    document.head.append(script);
  });
  loading.set(address, promise);
  return promise;
}
