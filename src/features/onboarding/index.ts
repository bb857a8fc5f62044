import { type Slice, slice } from '../../http/contract.ts';
import { onboardingContract } from './contract.ts';
import { type OnboardingDeps, onboardingRoutes } from './routes.ts';

/** The inbox of stations that knocked and nobody knows yet (ONB-1). */
export const createOnboarding = (deps: OnboardingDeps): Slice =>
  slice('onboarding', onboardingContract, onboardingRoutes(deps));
