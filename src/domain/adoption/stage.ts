/** How far a municipality has come, in the order of thresholds and of inheritance. Who never reported comes before them all. */
export const STAGES = ['withdrawn', 'considering', 'planned', 'committed', 'introducing', 'in-use', 'established'] as const;
export type Stage = (typeof STAGES)[number];

/** The stages that coverage can be asked for. */
export const THRESHOLDS = ['considering', 'planned', 'committed', 'introducing', 'in-use', 'established'] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** 1 (withdrawn) to 7 (established); 0 for no stage. */
export const rank = (stage: Stage | null): number => (stage === null ? 0 : STAGES.indexOf(stage) + 1);

export const stageOfRank = (value: number): Stage | null => STAGES[value - 1] ?? null;

export const reaches = (stage: Stage | null, threshold: Threshold): boolean => rank(stage) >= rank(threshold);
