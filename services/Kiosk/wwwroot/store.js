// The kiosk's state, one text. Written when the disk has it.
const open = new Promise((resolve, reject) => {
  const request = indexedDB.open('kiosk', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('state');
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export async function read() {
  const database = await open;
  return new Promise((resolve, reject) => {
    const request = database.transaction('state').objectStore('state').get('state');
    request.onsuccess = () => resolve(request.result ?? null);
    request.onerror = () => reject(request.error);
  });
}

export async function write(text) {
  const database = await open;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('state', 'readwrite', { durability: 'strict' });
    transaction.objectStore('state').put(text, 'state');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

// Held until the page goes. A reload may find the old page still holding it for a moment.
export async function claim() {
  for (let i = 0; i < 20; i++) {
    const isOurs = await new Promise(resolve => navigator.locks.request('kiosk', { ifAvailable: true }, lock => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    }));
    if (isOurs) return true;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
}
