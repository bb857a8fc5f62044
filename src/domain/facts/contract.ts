import type { ChainResult, PartnerFault } from '../plug-and-charge.ts';

/** What stations asked for their cars, and how it went; never with what was given. */
export type ContractFact =
  | {
      readonly type: 'contractCertificate.asked';
      readonly action: 'install' | 'update';
      readonly schema: string;
      readonly accepted: boolean;
      /** So many more can be had. */
      readonly remaining?: number;
      readonly fault?: PartnerFault;
    }
  | {
      readonly type: 'certificateStatus.asked';
      readonly serial: string;
      readonly accepted: boolean;
      readonly fault?: PartnerFault;
    }
  | { readonly type: 'chainStatus.asked'; readonly results: readonly ChainResult[] };
