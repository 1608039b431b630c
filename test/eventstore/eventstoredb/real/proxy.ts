import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire between the adapter and a server that a test can cut. */
export interface Proxy {
  readonly port: number;
  /** How many connections were cut so far. */
  readonly cuts: number;
  /** Breaks off every connection, in the middle of whatever is on it. */
  cut(): void;
  /** Passes nothing on while this lasts, and says nothing of it, as a network does that loses everything. */
  silence<Result>(during: () => Promise<Result>): Promise<Result>;
  end(): Promise<void>;
}

export async function startProxy(host: string, port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let cuts = 0;
  const pair = (near: Socket): void => {
    const far = connect(port, host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      // prettier-ignore
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy()); // a cut is an error to the one side, and an end to the other
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  };
  const server = createServer(pair);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    cuts += sockets.size / 2;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    get cuts() {
      return cuts;
    },
    cut,
    async silence(during) {
      const held = [...sockets];
      for (const socket of held) {
        socket.unpipe();
        socket.pause();
      }
      try {
        return await during();
      } finally {
        for (const socket of held) socket.destroy();
      }
    },
    async end() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
