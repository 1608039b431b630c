/** Upper bounds of durations, in seconds: from an answer out of memory to one that nobody waits for. */
export const DURATIONS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Upper bounds of how many are done at once. */
export const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
