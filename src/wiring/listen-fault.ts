/** Why the port cannot be opened, and what to do. */
export function listenFault(
  error: NodeJS.ErrnoException,
  { host, port, setting }: { readonly host: string; readonly port: number; readonly setting: string },
): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use: stop the other program, or choose another port with ${setting}.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user: choose one above 1023 with ${setting}.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}: correct VOLTYARD_HOST.`;
    default:
      return `Port ${port} on ${host} cannot be opened: ${error.message}.`;
  }
}
