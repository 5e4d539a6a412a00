/**
 * What a fresh session is told first: it names the file and leaves the reading to Claude. One line,
 * so that nothing ends it early.
 */
export function freshPrompt(file: string): string {
  const name = file.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return `Read ${name} and go on from there. It was handed over from an earlier session.`;
}
