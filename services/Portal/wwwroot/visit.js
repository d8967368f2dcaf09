// Keeps the phone page up to date without a reload.
const pause = 10_000;
let state = document.getElementById('visit')?.dataset.state;

const look = async () => {
  // Whoever is being asked something is left in peace.
  if (document.hidden || new URLSearchParams(location.search).has('leaving')) return;
  const answer = await fetch(location.href, { cache: 'no-store' });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [here, there] = [document.getElementById('visit'), fresh.getElementById('visit')];
  if (!there) return;
  document.getElementById('visit-at').textContent = fresh.getElementById('visit-at').textContent;
  // Nobody's half-written rating is taken away.
  const ratings = document.getElementById('ratings');
  if (ratings && !ratings.querySelector('form')) ratings.replaceWith(fresh.getElementById('ratings'));
  if (!here || here.dataset.version === there.dataset.version) return;
  here.replaceWith(there);
  document.title = fresh.title;
  if (there.dataset.state === 'called' && state !== 'called') navigator.vibrate?.([300, 150, 300]);
  state = there.dataset.state;
};

const tick = () => look().catch(() => { /* The next look may find the hall again. */ });
setInterval(tick, pause);
document.addEventListener('visibilitychange', tick);
