import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Preloaded into the service (node --import): writes how late its event loop was, in milliseconds, to LOOP_DELAY when it ends. */
const delay = monitorEventLoopDelay({ resolution: 1 });
// What the start costs is not asked for here.
process.on('SIGUSR2', () => { delay.reset(); }); // prettier-ignore
delay.enable();
process.on('exit', () => {
  const file = process.env['LOOP_DELAY'];
  const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
  const told = { p50: milliseconds(delay.percentile(50)), p99: milliseconds(delay.percentile(99)), max: milliseconds(delay.max) };
  if (file !== undefined) writeFileSync(file, JSON.stringify(told));
});
