/** Secret wherever they stand in a name. */
const secrets = [
  'pwd|pw|passkey',
  'pass (?:word|phrase|code|key|hash)',
  'credential|cred|bearer|authorization|cookie|jwt|[th]?otp|csrf|xsrf',
  'pin (?:code|number|hash)|pincode',
  'session (?:id|key|hash|data)|sessionid',
  'auth (?:header|data|string)',
  'connection string|(?:security|challenge) answer',
];

/** Secret where a name ends with them: `pass` is, `pass_rate` is not. */
const lastSecrets = 'pass|pin|session|o?auth|salt';

/** The keys that open something: a key of any other kind, such as a sort key, is a name. */
const secretKeys = [
  'api|access|private|ssh|signing|signature|encryption|decryption|crypto|master|shared|symmetric|wrapping|root',
  'auth|authentication|recovery|backup|security|client|consumer|webhook|deploy|service|storage|subscription|server|host',
  'hmac|rsa|dsa|ecdsa|ed|aes|pgp|gpg|ssl|tls|app|application|developer|license',
].join('|');

/** The codes that let somebody in: others are of countries, languages, jobs. */
const secretCodes =
  'recovery|backup|verification|security|auth|authentication|mfa|fa|tfa|sms|access|login|reset|activation|unlock|confirmation|invite|invitation|scratch|time|factor';

/** Secret also as the end of a longer word, as LDAP and old APIs have it: `userpassword`, `apitoken`, `privatekey`. */
const glued =
  /(?:password|passwd|passphrase|passcode|secret|token|(?:api|access|private|secret|ssh|signing|encryption|auth)key)s?$|^password/;

const secretName = new RegExp(
  ` (?:(?:${secrets.join('|')})s?|(?:${secretKeys}) keys?|(?:${secretCodes}) codes?) | (?:${lastSecrets})(?:s|es)? $`,
);

/** A name that ends so tells about a secret and does not hold it: `token_count`, `password_changed_at`. */
const about = new RegExp(
  ` (?:${[
    'at|in|date|time|timestamp|ttl|timeout|duration|lifetime|age|days|hours|minutes|seconds|expires|expired|expiry|expiration',
    'count|length|size|limit|max|min|usage|used|attempts|retries|strength|consent',
    'name|label|description|type|kind|format|method|provider|issuer|algorithm|version|policy|scopes?',
    'status|state|set|enabled|disabled|required|supported|valid|verified|created|changed|updated|rotated',
  ].join('|')}) $`,
);

/** Numbers of tokens, and keys that are there to be handed out. */
const harmless =
  / (?:max|min|total|used|num|number|remaining|count|prompt|completion|input|output) .*tokens $| publ(?:ic|ishable) .*keys? /;

/**
 * Whether what stands under this name must not be shown: passwords, tokens, keys to other systems and whatever else
 * lets somebody in. The words of a name count, however they are put together: `access_key`, `accessKey`, `Access-Key`.
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  const phrase = ` ${words.join(' ')} `;
  if (about.test(phrase) || harmless.test(phrase)) return false;
  return secretName.test(phrase) || words.some((word) => glued.test(word));
}

/** The words of letters in a name, in lower case. */
function wordsOf(name: string): string[] {
  return (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu) ?? []).map((word) => word.toLowerCase());
}
