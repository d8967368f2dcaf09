// Keeps everything the kiosk is made of, so that it starts while the portal cannot be reached. A new version is taken whole or not at all.
importScripts('service-worker-assets.js');
const prefix = 'kiosk-';
const cacheName = prefix + self.assetsManifest.version;
const addressOf = asset => new URL(asset.url, self.location.origin + '/').href;
const page = new URL('index.html', self.location).href;
const kept = self.assetsManifest.assets.filter(asset => !asset.url.endsWith('service-worker.js'));
const keptAddresses = new Set(kept.map(asset => addressOf(asset)));

self.addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(cacheName);
  await cache.addAll(kept.map(asset => new Request(addressOf(asset), { integrity: asset.hash, cache: 'no-cache' })));
  await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter(name => name.startsWith(prefix) && name !== cacheName).map(name => caches.delete(name)));
  await self.clients.claim();
})()));

self.addEventListener('fetch', event => {
  if (event.request.method !== 'GET') return;
  const wanted = event.request.mode === 'navigate' ? page : event.request.url;
  if (keptAddresses.has(wanted)) event.respondWith(answer(wanted, event.request));
});

async function answer(address, request) {
  const cache = await caches.open(cacheName);
  return await cache.match(address) ?? fetch(request);
}
