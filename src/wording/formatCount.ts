/**
 * A count with the thousands apart as a language has them: `1,442`, in German `1.442`, since
 * `1,442` is less than two there.
 *
 * @param language a BCP 47 tag.
 */
export function formatCount(count: number, language: string): string {
  return count.toLocaleString(language);
}
