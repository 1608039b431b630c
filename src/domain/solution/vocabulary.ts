/** livsløpsfase */
export const PHASES = [
  'idea',
  'concept',
  'pre-project',
  'procurement',
  'development',
  'pilot',
  'roll-out',
  'operation',
  'phase-out',
  'retired',
] as const;

/** premissgiver, bestiller */
export const ROLES = ['premise-giver', 'commissioner'] as const;
export type Role = (typeof ROLES)[number];

/** What a supplier (leverandør) answers for; one organisation each. */
export const RESPONSIBILITIES = ['development', 'management', 'operation', 'maintenance', 'support'] as const;
export type Responsibility = (typeof RESPONSIBILITIES)[number];

/** investering, utvikling, forvaltning, drift, vedlikehold */
export const COST_KINDS = ['investment', 'development', 'management', 'operation', 'maintenance'] as const;
export type CostKind = (typeof COST_KINDS)[number];

export const COST_ESTIMATES = ['budget', 'forecast', 'actual'] as const;
export type CostEstimate = (typeof COST_ESTIMATES)[number];
