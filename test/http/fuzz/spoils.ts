import { gzipSync } from 'node:zlib';
import type { Headers } from '../service.ts';

/** A request as it goes over the wire. */
export interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body: string | Buffer | undefined;
}

/** Something wrong, or odd, with a request beyond the values that it carries. */
export interface Spoil {
  readonly name: string;
  readonly on: (sent: Sent) => Sent;
}

const address = (name: string, change: (target: string) => string): Spoil => ({
  name: `the address ${name}`,
  on: (sent) => ({ ...sent, target: change(sent.target) }),
});
const header = (name: string, value: string | string[]): Spoil => ({
  name: `${name}: ${String(value).slice(0, 40)}`,
  on: (sent) => ({ ...sent, headers: { ...without(sent.headers, name), [name]: value } }),
});
const body = (name: string, change: (text: string) => string | Buffer): Spoil => ({
  name: `the body ${name}`,
  on: (sent) => (typeof sent.body === 'string' ? { ...sent, body: change(sent.body) } : sent),
});
const without = (headers: Headers, name: string): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([one]) => one.toLowerCase() !== name.toLowerCase()));

const inPath = (target: string, change: (path: string) => string): string => {
  const [path = '', ...query] = target.split('?');
  return [change(path), ...query].join('?');
};
const withQuery = (target: string, query: string): string => `${target}${target.includes('?') ? '&' : '?'}${query}`;

const ENCODINGS = ['%', '%zz', '%c3%28', '%00', '%2f', '%ed%a0%80', '%25', '%0a', '+', ';a=1', '~'];
const QUERIES = [
  'extra=1', '__proto__=1', 'constructor=1', '=', '&', '&&', 'asOf', 'asOf=', 'asOf=2020-01-01&asOf=2020-01-01', 'asOf=2020-01-01,2020-01-02', 'limit=1&limit=2', 'limit=01', 'limit=1e2', 'limit=%00',
  'dryRun=TRUE', 'dryRun=1', 'dryRun', 'dryRun=true&dryRun=true', 'lang=nb&lang=nn', 'format=csv&format=json', 'format=CSV', 'solution=digisos&solution=digisos', 'solution[]=digisos', 'solution=', 'solution=,', 'q=%ff',
  'q=%e2%80%ae', 'ASOF=2020-01-01', 'asOf=%32%30%32%30-01-01', 'knownAt=2026-02-03T09:00:00+00:00', 'a[b]=c', `x=${'y'.repeat(300)}`, `${'n'.repeat(300)}=1&${'n'.repeat(300)}=2`, '=1&=2',
]; // prettier-ignore
const HEADERS: readonly (readonly [string, string | string[]])[] = [
  ['Accept', 'text/html'], ['Accept', ''], ['Accept', ';;;'], ['Accept', 'application/json;q=0'], ['Accept', 'application/*'], ['Accept', '*/*;q=0'], ['Accept', 'application/problem+json'], ['Accept', `${'a/b,'.repeat(900)}*/*`],
  ['Accept-Language', '\u00e5'], ['Accept-Encoding', 'gzip, br, identity;q=0'], ['Accept-Charset', 'utf-16'],
  ['Range', 'bytes=0-10'], ['Range', 'bytes=-1'], ['If-Range', '"0"'], ['If-Modified-Since', 'Tue, 01 Jan 2030 00:00:00 GMT'], ['If-Unmodified-Since', 'Tue, 01 Jan 2000 00:00:00 GMT'],
  ['If-Match', '*'], ['If-Match', '"x"'], ['If-Match', ['"1"', '"2"']], ['If-Match', '"99999999999999999999"'], ['If-Match', ''], ['If-None-Match', '*'], ['If-None-Match', ['"a"', '"b"']], ['If-None-Match', '\u00e5'],
  ['Idempotency-Key', ''], ['Idempotency-Key', 'x'.repeat(255)], ['Idempotency-Key', 'x'.repeat(256)], ['Idempotency-Key', 'a b'], ['Idempotency-Key', '\u00e5'], ['Idempotency-Key', ['a', 'b']],
  ['Registry-Consumer', '0192:994598750'], ['Registry-Consumer', '994598759'], ['Registry-Consumer', ''], ['Registry-Consumer', ['0192:994598759', '0192:971032146']], ['Registry-Supplier', '0192:1'],
  ['Registry-Min-Position', '~'], ['Registry-Min-Position', ''], ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'], ['traceparent', 'ff-nothing'], ['tracestate', 'a=b'.repeat(400)],
  ['X-HTTP-Method-Override', 'DELETE'], ['X-Forwarded-Host', 'example.org'], ['Forwarded', 'for=x'], ['Host', 'example.org'], ['Host', 'localhost'], ['Cookie', 'a=b'], ['Authorization', 'Bearer x'],
]; // prettier-ignore
const TYPES = ['', 'text/plain', 'application/json; charset=utf-8', 'application/json;charset=iso-8859-1', 'application/json; charset="UTF-8"; x=y', 'application/merge-patch+json', 'application/jsonx', 'multipart/form-data; boundary=x', ';', 'APPLICATION/JSON']; // prettier-ignore
const nested = (levels: number): string => `${'{"a":['.repeat(levels)}${']}'.repeat(levels)}`;

/** The first number of a text by another spelling. */
const number = (spelt: string) => (text: string) => text.replace(/-?\d+(?=[,}])/, spelt);
const BODIES: readonly (readonly [string, (text: string) => string | Buffer])[] = [
  ['is cut off', (text) => text.slice(0, -1)], ['is empty', () => ''], ['is blank', () => ' \n '], ['stands twice', (text) => text + text], ['is a list', (text) => `[${text}]`], ['is a text', (text) => JSON.stringify(text)], ['is null', () => 'null'],
  ['has a member twice', (text) => text.replace('{', '{"reason":1,"reason":1,')], ['has its first member twice', (text) => text.replace(/\{("[^"]*":)/, '{$1null,$1')], ['has a trailing comma', (text) => text.replace(/\}$/, ',}')], ['has __proto__', (text) => text.replace('{', '{"__proto__":{"a":1},')],
  ['begins with a byte order mark', (text) => `\ufeff${text}`], ['is UTF-16', (text) => Buffer.from(text, 'utf16le')], ['is Latin-1', (text) => Buffer.from(`${text.slice(0, -1)},"\u00e6":"\u00f8"}`, 'latin1')], ['has a byte that is no UTF-8', (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xc3])])],
  ['has half a surrogate pair', (text) => text.replace(/:"/, ':"\\ud800')], ['has NUL', (text) => text.replace(/:"/, ':"\\u0000')], ['has a control character', (text) => text.replace(/:"/, ':"\u0001')], ['turns its direction', (text) => text.replace(/:"/, ':"\u202e')],
  ['has a number over all bounds', number('1e400')], ['has a number that cannot be exact', number('12345678901234567891')], ['has a number with a fraction of zero', number('2024.0')], ['has minus zero', number('-0')], ['has a number in exponents', number('2.024e3')], ['has NaN', number('NaN')],
  ['is nested 7 levels', () => nested(7)], ['is nested 9 levels', () => nested(9)], ['is nested 20,000 levels', () => nested(20_000)], ['is over the limit', (text) => text.padEnd(262_145)], ['is just at the limit', (text) => text.padEnd(262_144 - Buffer.byteLength(text) + text.length)], ['has a long list', (text) => text.replace(/\}$/, `,"owners":[${'1,'.repeat(1_001)}1]}`)],
]; // prettier-ignore

const zipped: Spoil = {
  name: 'the body is compressed',
  on: (sent) => ({ ...sent, headers: { ...sent.headers, 'Content-Encoding': 'gzip' }, body: gzipSync(sent.body ?? '') }),
};
const unasked: Spoil = {
  name: 'a body where there is none',
  on: (sent) => ({ ...sent, headers: { ...sent.headers, 'Content-Type': 'application/json' }, body: sent.body ?? '{}' }),
};
const METHODS = ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'GET', 'POST', 'PROPFIND'];

export const spoils: readonly Spoil[] = [
  ...ENCODINGS.map((end) => address(`ends in ${end}`, (target) => inPath(target, (path) => path + end))),
  ...ENCODINGS.map((end) => address(`has ${end} in its midst`, (target) => inPath(target, (path) => path.replace(/(\/[^/]+)$/, `${end}$1`)))),
  ...['/', '//', '/.', '/..', '/x'].map((end) => address(`ends in ${end}`, (target) => inPath(target, (path) => path + end))),
  ...QUERIES.map((query) => address(`has ${query.slice(0, 40)}`, (target) => withQuery(target, query))),
  ...[8_191, 8_192, 8_193, 12_000].map((length) => address(`has ${length} bytes`, (target) => withQuery(target, 'q=').padEnd(length, 'x'))),
  address('begins twice', (target) => `/${target}`),
  address('is in capitals', (target) => inPath(target, (path) => path.toUpperCase())),
  address('is whole', (target) => `http://localhost${target}`),
  address('has a fragment', (target) => `${target}#x`),
  ...HEADERS.map(([name, value]) => header(name, value)),
  ...TYPES.map((type) => header('Content-Type', type)),
  ...BODIES.map(([name, change]) => body(name, change)),
  zipped,
  unasked,
  ...METHODS.map((method): Spoil => ({ name: method, on: (sent) => ({ ...sent, method }) })),
]; // prettier-ignore
