// What only the browser can do: keys, voice, printer.
const fastest = 100; // Milliseconds between two characters of a card reader; fingers are slower.
let guided = false;
let language = 'zh-CN';
let scanner;

const stops = () => [...document.querySelectorAll('button:not(:disabled), a[href], input')].filter(stop => stop.offsetParent !== null);

function move(by) {
  const all = stops();
  if (all.length === 0) return;
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length].focus();
}

function say(words) {
  if (!window.speechSynthesis) return;
  speechSynthesis.cancel();
  const speech = new SpeechSynthesisUtterance(words);
  speech.lang = language === 'en' ? 'en-US' : 'zh-CN';
  speech.rate = 0.85;
  document.documentElement.dataset.said = words;
  speechSynthesis.speak(speech);
}

export function listen(app) {
  let card = '';
  let last = 0;
  let told = 0;
  const touched = () => {
    if (performance.now() - told < 500) return;
    told = performance.now();
    app.invokeMethodAsync('OnTouch');
  };
  document.addEventListener('pointerdown', touched);
  document.addEventListener('keydown', event => {
    touched();
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const now = event.timeStamp;
    if (now - last > fastest) card = '';
    last = now;
    if (/^[0-9Xx]$/.test(event.key)) {
      card += event.key;
    } else if (event.key === 'Enter' && /[0-9]{17}[0-9Xx]$/.test(card)) {
      // The reader's Enter is not to press whatever has the focus.
      event.preventDefault();
      event.stopPropagation();
      app.invokeMethodAsync('OnCard', card.slice(-18));
      card = '';
      return;
    } else {
      card = '';
    }
    if (event.target.tagName === 'INPUT' && !event.key.startsWith('Arrow')) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowRight') { event.preventDefault(); move(1); }
    else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') { event.preventDefault(); move(-1); }
    else if (event.key === 'Escape' || /^[0-9Xx]$/.test(event.key) || event.key === 'Backspace') app.invokeMethodAsync('OnKey', event.key);
  }, true);
  document.addEventListener('focusin', event => {
    if (guided && event.target.matches('button, a, input')) say(event.target.getAttribute('aria-label') ?? event.target.innerText ?? '');
  });
}

export function show(tongue, isLarge, isGuided, isScanned, words) {
  language = tongue;
  guided = isGuided;
  document.documentElement.lang = tongue === 'en' ? 'en' : 'zh-CN';
  document.documentElement.classList.toggle('large', isLarge);
  clearInterval(scanner);
  scanner = isScanned ? setInterval(() => move(1), 2500) : undefined;
  window.scrollTo(0, 0);
  if (words) {
    document.querySelector('h1')?.focus();
    if (guided) say(words);
  }
  if (!guided) window.speechSynthesis?.cancel();
}

export function print() {
  window.print();
}
