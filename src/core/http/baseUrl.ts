// Every host has WHATWG URLs, but the language's own library does not declare them.
declare const URL: new (
  text: string,
) => {
  readonly protocol: string;
  readonly hostname: string;
  readonly origin: string;
  readonly pathname: string;
};

export type BaseUrlRefusal =
  /** Not of the form `https://host[:port][/path]`. */
  | 'notAUrl'
  /** Not `https:`; `http:` is for this machine only (127.0.0.0/8, [::1], localhost). */
  | 'notHttps'
  /** A user name or password before the host: `https://api.truto.one@elsewhere.example`. */
  | 'userinfo'
  /** Browsers read a backslash as a slash, other programs do not. */
  | 'backslash'
  /** A base has no `?` and no `#`. */
  | 'queryOrFragment'
  /** Letters of other alphabets, encoded or abbreviated hosts, and `truto.one` as a part of another host. */
  | 'lookAlikeHost';

export type BaseUrlCheck =
  | {
      readonly ok: true /** What a token is bound to. */;
      readonly origin: string /** Without a slash at the end. */;
      readonly baseUrl: string;
    }
  | { readonly ok: false; readonly reason: BaseUrlRefusal };

/** Checks where an API token may be sent. White space around the text is ignored. Never throws. */
export function checkBaseUrl(text: string): BaseUrlCheck {
  const trimmed = text.trim();
  if (trimmed.includes('\\')) return refuse('backslash');
  const [, scheme, authority] = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)/i.exec(trimmed) ?? [];
  // The URL parser would drop tabs and line ends silently.
  if (scheme === undefined || !authority || /[\s\p{Cc}]/u.test(trimmed)) return refuse('notAUrl');
  if (authority.includes('@')) return refuse('userinfo');
  if (/[?#]/.test(trimmed)) return refuse('queryOrFragment');
  const url = parsed(trimmed);
  if (url === undefined) return refuse(/^[\w.:[\]-]+$/.test(authority) ? 'notAUrl' : 'lookAlikeHost');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('notHttps');
  // What is read must be what is meant: `0x7f.1` and `%61pi.truto.one` become other hosts in the parser.
  if (authority.replace(/:\d*$/, '').toLowerCase() !== url.hostname || looksAlike(url.hostname))
    return refuse('lookAlikeHost');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return refuse('notHttps');
  return { ok: true, origin: url.origin, baseUrl: url.origin + url.pathname.replace(/\/+$/, '') };
}

function refuse(reason: BaseUrlRefusal): BaseUrlCheck {
  return { ok: false, reason };
}

function parsed(text: string) {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function looksAlike(host: string): boolean {
  if (/(^|\.)xn--/.test(host) || host.endsWith('.')) return true;
  return /truto[.-]one/.test(host) && host !== 'truto.one' && !host.endsWith('.truto.one');
}

/** Whether a host name means this computer. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
