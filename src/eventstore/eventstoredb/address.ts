/** Where an EventStoreDB is, and as whom it is used. */
export interface Address {
  /** As the client takes it, without user or password: it may stand in a log. */
  readonly url: string;
  readonly credentials: Credentials | null;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const FORM = /^(esdb(?:\+discover)?:\/\/)(?:([^@/?]*)@)?([^@/?\s]+)\/?(?:\?(.*))?$/;
const HOST = /^[A-Za-z0-9._-]+(?::\d{1,5})?$/;

/** What of the client's options makes sense here. The others would undo what the adapter rests on, or are not supported in Node. */
const OPTIONS = new Map<string, readonly [be: string, form: RegExp]>([
  ['tls', ['true or false', /^(?:true|false)$/]],
  ['nodePreference', ['leader, follower, random or read_only_replica', /^(?:leader|follower|random|read_only_replica)$/]],
  // Of an @ the client would take what stands before it for a user and a password, and go to what stands behind it.
  ['connectionName', ['of letters, digits, points and hyphens', /^[A-Za-z0-9._-]+$/]],
  ...['maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout', 'keepAliveInterval', 'keepAliveTimeout'].map(
    (name) => [name, ['a whole number', /^\d{1,9}$/]] as const,
  ),
]);

/**
 * Reads `esdb://[user:password@]host[:port][,…][?option=value&…]`, or `esdb+discover://…`. User and password are percent-encoded there.
 * @throws RangeError that says what is wrong, without what may be a password
 */
export function parseAddress(text: string): Address {
  const [, scheme, user, hosts, query] = FORM.exec(text.trim()) ?? [];
  if (scheme === undefined || hosts === undefined) throw new RangeError('must be sqlite, esdb://host:port or esdb+discover://host:port');
  for (const host of hosts.split(','))
    if (!HOST.test(host)) throw new RangeError('has a host that is no name or address with a port, as db.example.org:2113');
  const options = (query?.split('&') ?? []).map((option) => option.split('='));
  for (const [name = '', ...value] of options) {
    const [be, form] = OPTIONS.get(name) ?? [];
    if (form === undefined) throw new RangeError(`has the option ${name}; there are ${[...OPTIONS.keys()].join(', ')}`);
    if (!form.test(value.join('='))) throw new RangeError(`has the option ${name}, which must be ${be}`);
    if (options.filter(([other]) => other === name).length > 1) throw new RangeError(`has the option ${name} twice`);
  }
  const url = `${scheme}${hosts}${query === undefined ? '' : `?${query}`}`;
  return { url, credentials: user === undefined ? null : credentialsOf(user) };
}

function credentialsOf(text: string): Credentials {
  const [username = '', password = '', ...more] = text.split(':');
  if (username === '' || password === '' || more.length > 0)
    throw new RangeError('must have user:password before the @, each percent-encoded');
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw new RangeError('has a user or password that is not percent-encoded');
  }
}

/** The address with the file of the authority that signed the servers' certificates. */
export const withAuthority = (url: string, file: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}tlsCAFile=${encodeURIComponent(file)}`;
