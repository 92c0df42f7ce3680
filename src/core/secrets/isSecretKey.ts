const secretKeys =
  /pass(word|phrase|code|wd)?$|^pwd$|secret|token|credential|authorization|api[-_]?key|private[-_]?key/i;

/** Whether what stands under this key must not be shown: passwords, tokens, keys to other systems. */
export function isSecretKey(key: string): boolean {
  return secretKeys.test(key);
}
