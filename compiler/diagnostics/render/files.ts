// Names of sources, for programs that open files. In: a source's path. Out: whether it is a file, and its URI reference.

/** False for what was given on the command line or through standard input: `--set`, `<stdin>`. */
export const isFile = (path: string): boolean => path !== '' && !/^(?:--|<)/.test(path);

/** A relative reference, or a file: URI for an absolute path (RFC 3986, RFC 8089). */
export function uriOf(path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${path.slice(0, 2)}${encoded.slice(encoded.indexOf('/'))}` : encoded;
}
