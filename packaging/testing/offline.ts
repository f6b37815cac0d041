/** npm's words say that it has no network, and not all that was asked for is kept from before. Never where CI is set. */
export function npmIsOffline(stderr: string): boolean {
  return /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(stderr) && !process.env.CI;
}
