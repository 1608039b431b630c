/** How often it is looked whether npm is still there, in milliseconds. */
const INTERVAL = 500;

/**
 * Tells when npm, which started this process, has been ended: its shell takes the signal for itself and passes nothing on, so
 * `npm start` would end and leave the service behind. Started otherwise, nobody is watched.
 */
export function whenNpmEnds(told: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    told();
  }, INTERVAL);
  watch.unref();
}
