import type { Config } from './config.ts';

const all = ['gateway', 'api', 'jobs'] as const satisfies Config['roles'];

/** Settings that are right each for itself and do not fit together: one sentence each. */
export function faultsTogether(values: Partial<Config>, rolesGiven: string | undefined): string[] {
  const faults: string[] = [];
  if (values.natsUrl !== undefined) {
    if (values.databaseUrl === undefined)
      faults.push('NATS_URL is for several nodes, which need one database: set DATABASE_URL too.');
  } else if (all.some((role) => values.roles?.includes(role) === false)) {
    faults.push(
      `ROLES=${rolesGiven}: one node alone does everything. Set NATS_URL and DATABASE_URL for several, or leave ROLES out.`,
    );
  }
  if ((values.tlsCertificate === undefined) !== (values.tlsKey === undefined)) {
    faults.push('VOLTYARD_TLS_CERT and VOLTYARD_TLS_KEY belong together: set both or none.');
  }
  if (values.plainPort !== undefined && values.tlsCertificate === undefined) {
    faults.push(
      'VOLTYARD_PLAIN_PORT is a second port beside TLS: without VOLTYARD_TLS_CERT the one port is plain already.',
    );
  }
  if (values.clientCertificateHeader !== undefined && values.trustedProxies?.length === 0) {
    faults.push('VOLTYARD_CLIENT_CERT_HEADER needs VOLTYARD_PROXIES: from anybody else the header is not believed.');
  }
  if (values.filesUrl !== undefined && (values.filesKeyId === undefined || values.filesKey === undefined)) {
    faults.push('FILES_URL needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  }
  if ((values.smtpUrl === undefined) !== (values.mailFrom === undefined)) {
    faults.push('SMTP_URL and MAIL_FROM belong together: set both or none.');
  }
  return faults;
}
