import { totalmem } from 'node:os';

const mebibyte = 1024 * 1024;

/** Settings of the embedded server. Durability is never traded: fsync, full_page_writes and synchronous_commit stay on. */
export function embeddedSettings(socketDirectory: string): Record<string, string> {
  const shared = Math.min(512, Math.max(64, Math.floor(totalmem() / mebibyte / 16)));
  return {
    listen_addresses: '',
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: '0700',
    max_connections: '60',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: `${shared}MB`,
    max_wal_size: '2GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    wal_buffers: '16MB',
    // The group commit is ours: waiting inside the server as well would only add to the answer time.
    commit_delay: '0',
    wal_level: 'minimal',
    max_wal_senders: '0',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    autovacuum_naptime: '20s',
  };
}
