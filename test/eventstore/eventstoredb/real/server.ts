/** A real server and how its leader is killed and brought back, as far as whoever runs the tests has said so. */
export interface RealServer {
  readonly url: string;
  /** Shell commands: `kill` ends the leader at once (kill -9), `restart` brings back what was killed and waits for it. */
  readonly kill: string | undefined;
  readonly restart: string | undefined;
}

export function realServer(): RealServer | undefined {
  const { EVENTSTORE_TEST_URL: url, EVENTSTORE_TEST_KILL: kill, EVENTSTORE_TEST_RESTART: restart } = process.env;
  return url === undefined || url === '' ? undefined : { url, kill, restart };
}
