import { afterAll, beforeAll } from '@jest/globals';
import { folder, type Serving, serve } from '../cli/process.ts';

/** `npm run example` on a store in this folder, once everything is in it. */
export async function example(path: string): Promise<Serving> {
  const running = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' }, ['example/start.ts']);
  await running.said('Try: ');
  return running;
}

/**
 * The address of the example, which is served as long as the tests of a describe run. Within a describe only: there it is asked to end
 * before process.ts kills what is left, and it would leave its service behind, which is a process of its own.
 */
export function exampleServed(): () => string {
  let service: Serving;
  beforeAll(async () => {
    service = await example(folder());
  });
  afterAll(() => service.stop());
  return () => service.url;
}
