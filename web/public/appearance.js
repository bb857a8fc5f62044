// Before the first paint, so that a dark console never flashes white. A file, because the CSP allows no inline script.
(() => {
  var wanted = null;
  try {
    wanted = localStorage.getItem('voltyard.appearance');
  } catch (_) {}
  var dark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
