// Keeps the page connected, and lets a keyboard do what a mouse does.
(() => {
  'use strict';
  const dialog = document.getElementById('components-reconnect-modal');

  if (window.Blazor && dialog) {
    Blazor.start({
      circuit: {
        // Straight to a web socket: no negotiation that another replica would have to know of.
        configureSignalR: builder => builder.withUrl('_blazor', { skipNegotiation: true, transport: 1 }),
        reconnectionOptions: { retryIntervalMilliseconds: attempt => attempt > 8 ? null : Math.min(500 * attempt, 3000) },
      },
    });

    const show = state => {
      dialog.dataset.state = state;
      if (!dialog.open) dialog.showModal();
    };
    dialog.addEventListener('cancel', event => event.preventDefault());
    dialog.addEventListener('components-reconnect-state-changed', event => {
      switch (event.detail.state) {
        case 'show': case 'retrying': show('retrying'); break;
        case 'hide': dialog.close(); break;
        case 'failed': show('failed'); waitForServer(); break;
        // The server knows nothing of this page any more. It may be about to stop: a reload that nobody answers would end at the browser's own error page.
        case 'rejected': case 'resume-failed': case 'paused': show('retrying'); setTimeout(reloadIfThere, 500); waitForServer(); break;
      }
    });
    document.getElementById('connection-retry').addEventListener('click', () => reloadIfThere());

    const reloadIfThere = async () => {
      try {
        if ((await fetch('alive', { cache: 'no-store' })).ok) location.reload();
      } catch { /* still away */ }
    };
    const waitForServer = () => setInterval(reloadIfThere, 2000);
  }

  // [data-module]: a part of a plain page with a script of its own.
  for (const part of document.querySelectorAll('[data-module]')) import(new URL(part.dataset.module, document.baseURI));

  // The router takes links for itself and would scroll, but leave the keyboard where it was.
  document.addEventListener('click', event => {
    if (!event.target.closest?.('.skip')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.getElementById('content').focus();
  }, true);

  // [data-opens]: a button that opens a dialog.
  document.addEventListener('click', event => {
    const opener = event.target.closest?.('[data-opens]');
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  });

  // [data-key]: the element is focused by its key, or pressed where it is a button.
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target;
    if (target.isContentEditable || (['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) && target.type !== 'checkbox')) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    const element = [...document.querySelectorAll('[data-key]')].find(found => found.dataset.key === event.key.toLowerCase());
    if (!element) return;
    event.preventDefault();
    if (element.tagName === 'BUTTON' || element.tagName === 'A') element.click();
    else element.focus();
  });
})();
