/** The build puts the file's text here. */
declare module '*.svg' {
  const text: string;
  // eslint-disable-next-line no-restricted-syntax -- the build gives a text as a default export
  export default text;
}

/** The build takes these files; nothing of them is named in the code. */
declare module '*.css';
