// Light or dark: as the system has it, until the button says otherwise.

import { recall, remember } from './remembered.js';

export function setUpTheme(button) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = () => button.setAttribute('aria-pressed', isDark());

  if (recall('theme'))
    document.documentElement.dataset.theme = recall('theme');
  system.addEventListener('change', show);
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    remember('theme', document.documentElement.dataset.theme);
    show();
  });
  show();
}
