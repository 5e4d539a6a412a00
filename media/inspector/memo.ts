/** Remembers the last result, for as long as it is asked for the same. */
export function memo<Arguments extends readonly unknown[], Result>(
  compute: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: { readonly given: Arguments; readonly result: Result } | null = null;
  return (...given) => {
    if (last === null || last.given.some((value, index) => value !== given[index]))
      last = { given, result: compute(...given) };
    return last.result;
  };
}
