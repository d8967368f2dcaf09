// After the first load the kiosk starts without the portal.
navigator.serviceWorker?.register('service-worker.js', { updateViaCache: 'none' });

// Nobody stands behind a kiosk to reload it.
new MutationObserver(changes => {
  if (changes.some(change => change.target.style.display === 'block')) setTimeout(() => location.reload(), 3000);
}).observe(document.getElementById('blazor-error-ui'), { attributes: true, attributeFilter: ['style'] });
