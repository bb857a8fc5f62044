import type { X509Certificate } from 'node:crypto';
import type { PresentedToken } from '../../domain/message.ts';
import type { PresentedContract, StatusQuestion } from '../../domain/messages/contract.ts';
import type { ContractFault, ContractVerdict } from '../../domain/plug-and-charge.ts';
import { normalCard } from '../../domain/token.ts';
import type { Instant } from '../../lib/time.ts';
import { serialText } from '../der.ts';
import { hashOf } from '../identity.ts';
import { pathTo } from '../path.ts';
import type { CertificateStatus, Known } from '../status/status.ts';
import { certificatesIn, factsOf, isWeak, isWeaklySigned, x509 } from '../x509.ts';

export interface Judging {
  readonly contract: PresentedContract;
  readonly token: PresentedToken;
  /** Roots of mobility operators, or of the whole PKI, that the operator trusts with contracts. */
  readonly anchors: readonly X509Certificate[];
  readonly status: CertificateStatus;
  readonly now: Instant;
  readonly signal: AbortSignal;
}

const mostCertificates = 6;
const invalid = (fault: ContractFault): ContractVerdict => ({ valid: false, fault });

/**
 * Is this contract certificate good now (OCPP 2.x C07.FR.05)? Where the chain came, all of it is verified here; where only its
 * hashes came, the station has verified it, and its status is asked. Never rejects.
 */
export async function judgeContract(judging: Judging): Promise<ContractVerdict> {
  const { contract, status, anchors, signal } = judging;
  if (contract.chain === undefined) {
    const questions = contract.questions ?? [];
    return verdictOf(await Promise.all(questions.map((question) => status.ocsp(question, anchors, signal))));
  }
  const read = readPath(contract.chain, judging);
  if ('fault' in read) return invalid(read.fault);
  const { path } = read;
  // The one that is trusted vouches for itself.
  return verdictOf(await Promise.all(path.slice(0, -1).map((_, index) => statusOf(path, index, judging))));
}

function readPath(
  chain: string,
  { anchors, token, now }: Judging,
): { readonly path: readonly X509Certificate[] } | { readonly fault: ContractFault } {
  try {
    const [leaf, ...others] = certificatesIn(chain).slice(0, mostCertificates);
    if (leaf === undefined || leaf.ca) return { fault: 'certificate.unreadable' };
    if (isWeak(leaf.publicKey) || isWeaklySigned(leaf.raw)) return { fault: 'certificate.weak' };
    const path = pathTo(leaf, others, anchors);
    if (path === undefined) return { fault: 'certificate.untrusted' };
    if (!isContractOf(factsOf(leaf).name, token.number)) return { fault: 'certificate.otherContract' };
    if (path.some(({ validTo }) => Date.parse(validTo) < now)) return { fault: 'certificate.expired' };
    if (path.some(({ validFrom }) => now < Date.parse(validFrom))) return { fault: 'certificate.untrusted' };
    return { path };
  } catch {
    return { fault: 'certificate.unreadable' };
  }
}

/** The name in a contract certificate is its eMAID (ISO 15118-2, annex F); the check digit at its end may be left away. */
function isContractOf(name: string, emaid: string): boolean {
  const [one, other] = [normalCard(name), normalCard(emaid)];
  const bare = 14;
  return (
    one === other ||
    (one.slice(0, bare) === other.slice(0, bare) &&
      Math.min(one.length, other.length) === bare &&
      Math.max(one.length, other.length) === bare + 1)
  );
}

type Found = Known | { readonly fault: 'noAddress' };

/** Asked where the certificate says so: at its responder, else by its list of revoked ones. */
async function statusOf(
  path: readonly X509Certificate[],
  index: number,
  { status, anchors, contract, signal }: Judging,
): Promise<Found> {
  const certificate = path[index]!;
  const issuer = path[index + 1]!;
  const hash = hashOf(certificate, issuer);
  const known = [...path, ...anchors];
  const { ocsp, crl } = addressesIn(certificate);
  const url = ocsp ?? urlFor(contract.questions, hash.serial);
  if (url !== undefined) return status.ocsp({ hash, url }, known, signal);
  return crl === undefined ? { fault: 'noAddress' } : status.crl(hash, crl, known, signal);
}

const urlFor = (questions: readonly StatusQuestion[] | undefined, serial: string): string | undefined =>
  questions?.find(({ hash }) => serialText(hash.serial) === serial)?.url;

function addressesIn(certificate: X509Certificate): { readonly ocsp?: string; readonly crl?: string } {
  const read = new x509.X509Certificate(certificate.raw);
  const ocsp = read.getExtension(x509.AuthorityInfoAccessExtension)?.ocsp.find(({ type }) => type === 'url')?.value;
  const points = read.getExtension(x509.CRLDistributionPointsExtension)?.distributionPoints ?? [];
  const crl = points
    .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
    .find(({ uniformResourceIdentifier: url }) => url !== undefined)?.uniformResourceIdentifier;
  return { ...(ocsp === undefined ? {} : { ocsp }), ...(crl === undefined ? {} : { crl }) };
}

/** Revoked counts before everything: one is enough. */
function verdictOf(found: readonly Found[]): ContractVerdict {
  const has = (test: (one: Found) => boolean) => found.some(test);
  if (has((one) => 'status' in one && one.status === 'revoked' && one.proven)) return invalid('certificate.revoked');
  if (has((one) => 'fault' in one && one.fault === 'noAddress') || found.length === 0)
    return invalid('status.noAddress');
  if (has((one) => 'fault' in one && one.fault === 'silent')) return invalid('status.silent');
  if (has((one) => ('fault' in one && one.fault === 'unproven') || ('proven' in one && !one.proven)))
    return invalid('status.unproven');
  return has((one) => 'status' in one && one.status === 'unknown') ? invalid('status.unknown') : { valid: true };
}
