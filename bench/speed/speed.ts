import type { Line } from '../measure.ts';
import { appendLines } from './appends.ts';
import { growthLines } from './growth.ts';
import { httpLines } from './http.ts';
import { openLoopLines } from './open-loop.ts';

/** What it costs to be durable, and to be asked over HTTP: each part by the name that `--only` has for it. @param large events in the log that has grown */
export const speedLines = (large: number): Readonly<Record<string, () => AsyncGenerator<Line>>> => ({
  append: appendLines,
  http: httpLines,
  'open-loop': openLoopLines,
  growth: () => growthLines(large),
});
