import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Requests that are ready as bytes, so that who asks has little to do: the next one over whichever connection has had its answer. */
interface Load {
  readonly url: string;
  readonly connections: number;
  readonly requests: readonly Buffer[];
  /** Of every answer. */
  readonly status: number;
}

/** @returns milliseconds an answer, from the first request to the last answer. @throws Error for any answer of another status or form */
export async function load({ url, connections, requests, status }: Load): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => connected(url)));
  const waiting = requests.values();
  const start = performance.now();
  try {
    await Promise.all(sockets.map((socket) => ask(socket, waiting, status)));
    return (performance.now() - start) / requests.length;
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** A request as it is sent. @param json its body, where it has one */
export function requestOf(method: 'GET' | 'POST', url: string, path: string, json?: string): Buffer {
  const body = json === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\n`;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n${body}\r\n${json ?? ''}`);
}

async function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** One request after another, never two at once, as long as there are any. */
function ask(socket: Socket, requests: Iterator<Buffer>, status: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const isWhole = answerReader(status);
  const next = (): void => {
    const request = requests.next();
    if (request.done === true) resolve(undefined);
    else socket.write(request.value);
  };
  socket.on('error', reject);
  socket.on('close', () => { reject(new Error('the connection was closed')); }); // prettier-ignore
  socket.on('data', (chunk) => {
    try {
      if (isWhole(chunk)) next();
    } catch (unexpected) {
      reject(unexpected as Error);
    }
  });
  next();
  return promise;
}

const HEAD_END = '\r\n\r\n';

/** Takes answers chunk by chunk, each with its length. @returns whether one has come to its end */
function answerReader(status: number): (chunk: Buffer) => boolean {
  let begun: Buffer = Buffer.alloc(0);
  let missing = 0;
  return (chunk) => {
    if (missing === 0) {
      begun = begun.length === 0 ? chunk : Buffer.concat([begun, chunk]);
      const end = begun.indexOf(HEAD_END);
      if (end < 0) return false;
      const head = begun.toString('latin1', 0, end);
      const length = /\r\nContent-Length: (\d+)/i.exec(head)?.[1];
      if (!head.startsWith(`HTTP/1.1 ${status} `) || length === undefined) throw new Error(`unexpected: ${begun.toString()}`);
      missing = end + HEAD_END.length + Number(length) - begun.length;
      begun = Buffer.alloc(0);
    } else missing -= chunk.length;
    if (missing < 0) throw new Error('more was answered than asked for');
    return missing === 0;
  };
}
