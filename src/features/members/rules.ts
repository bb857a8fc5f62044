/** Characters of a first password: about 93 bits. */
export const firstPasswordLength = 16;

/** An operator without an administrator could never get one again. */
export const refusesToLose = (administrators: number, role: string): string | undefined =>
  role === 'administrator' && administrators <= 1
    ? 'This is the only administrator. Make somebody else one first.'
    : undefined;
