// Runs before the first paint, so that a chosen theme never flashes in the other one.
(() => {
  const root = document.documentElement;
  const themes = ['auto', 'light', 'dark'];
  let stored = null;
  try {
    stored = localStorage.getItem('sonde.theme');
  } catch {
    // Storage is denied: the system's theme then.
  }
  root.dataset.theme = themes.includes(stored) ? stored : 'auto';

  const label = button => {
    const theme = root.dataset.theme;
    button.textContent = { auto: '◐', light: '☀', dark: '☾' }[theme];
    button.setAttribute('aria-label', `Theme: ${theme === 'auto' ? 'as the system' : theme}`);
    button.title = button.getAttribute('aria-label');
  };

  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    label(button);
    button.addEventListener('click', () => {
      const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
      root.dataset.theme = next;
      try {
        localStorage.setItem('sonde.theme', next);
      } catch {
        // It holds until the page is loaded again.
      }
      label(button);
      document.dispatchEvent(new Event('themechange'));
    });
  });
})();
