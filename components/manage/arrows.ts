/** The arrows of a list without parts: one place each. */
export const arrowsOf = (index: number, length: number) => ({
  up: index > 0 ? index - 1 : null,
  down: index < length - 1 ? index + 1 : null,
});
