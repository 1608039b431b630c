import { type Serving, serve } from '../cli/process.ts';

/** `npm run example` on a store in this folder, once everything is in it. */
export async function example(path: string): Promise<Serving> {
  const running = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' }, ['example/start.ts']);
  await running.said('Try: ');
  return running;
}
