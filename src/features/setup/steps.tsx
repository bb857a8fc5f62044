/** The way through the first start. */
export const setupSteps = ['setup.step.you', 'setup.step.operator', 'setup.step.station'] as const;
