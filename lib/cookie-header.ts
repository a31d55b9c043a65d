/** The value of a cookie in a `Cookie` header; null where it is not there. */
export function cookieIn(header: string | null | undefined, name: string): string | null {
  const pair = (header ?? '').split(/;\s*/).find((one) => one.startsWith(`${name}=`));
  if (pair === undefined) return null;
  try {
    return decodeURIComponent(pair.slice(name.length + 1));
  } catch {
    return null;
  }
}
