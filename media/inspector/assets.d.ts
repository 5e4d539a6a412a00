/** The build puts the file's text here. */
declare module '*.svg' {
  const text: string;
  export default text;
}

/** The build takes these files; nothing of them is named in the code. */
declare module '*.css';
