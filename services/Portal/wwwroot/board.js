// The board of the hall: shows what the queue tells, says each call once and one after the other, and reports it.
import { inChinese, inEnglish } from './board-words.js';

const root = document.querySelector('.hall-board');
const part = name => root.querySelector(`[data-part="${name}"]`);
const api = `/api/queue/sites/${encodeURIComponent(root.dataset.site)}`;
const english = root.dataset.english === 'true';
const clockOffset = Date.parse(root.dataset.now) - Date.now();
const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));

// What stands on the board.
const large = 4;
const freshFor = 10_000;
const freshUntil = new Map();
let board;

const row = (list, ticket) => {
  const line = document.createElement('li');
  line.className = (freshUntil.get(ticket.number) ?? 0) > Date.now() ? 'fresh' : '';
  const number = document.createElement('b');
  number.textContent = ticket.number;
  const window = document.createElement('span');
  window.textContent = list.dataset.window.replace('{0}', ticket.window);
  line.append(number, window);
  return line;
};

const count = (list, zone) => {
  const line = document.createElement('div');
  const [name, value] = [document.createElement('dt'), document.createElement('dd')];
  name.textContent = `${zone.series} ${zone.zone}`;
  value.textContent = list.dataset.count.replace('{0}', zone.count);
  line.append(name, value);
  return line;
};

const show = () => {
  if (!board) return;
  const called = board.called.filter(ticket => ticket.state === 'called');
  const others = [...called.slice(large), ...board.called.filter(ticket => ticket.state !== 'called')];
  part('nobody').hidden = called.length > 0;
  part('calls').replaceChildren(...called.slice(0, large).map(ticket => row(part('calls'), ticket)));
  part('serving').replaceChildren(...others.map(ticket => row(part('serving'), ticket)));
  part('waiting').replaceChildren(...board.waiting.map(zone => count(part('waiting'), zone)));
  part('message').hidden = !board.message;
  part('message').textContent = board.message ?? '';
};

const blink = number => {
  freshUntil.set(number, Date.now() + freshFor);
  show();
  setTimeout(show, freshFor + 50);
};

// What is said: chime, Chinese, English, and then the next call.
const longestSaying = 15_000;
let audio;

const chime = async () => {
  audio ??= new AudioContext();
  // A browser may want a person's touch before the first sound.
  part('sound').hidden = audio.state === 'running';
  if (audio.state !== 'running') return;
  [[880, 0], [659, 0.35]].forEach(([pitch, start]) => {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    const at = audio.currentTime + start;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.4, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.9);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.9);
  });
  await wait(1200);
};

const say = (text, language) => new Promise(done => {
  part('said').textContent = text;
  const voices = window.speechSynthesis?.getVoices().filter(voice => voice.lang.replace('_', '-').startsWith(language.slice(0, 2))) ?? [];
  // Without a voice the chime and the board have to do.
  if (voices.length === 0) return done();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language;
  // One that speaks without the network, where there is one.
  utterance.voice = voices.find(voice => voice.localService && voice.lang.replace('_', '-') === language) ?? voices.find(voice => voice.localService) ?? voices[0];
  utterance.rate = 0.9;
  utterance.onend = utterance.onerror = done;
  setTimeout(done, longestSaying);
  speechSynthesis.speak(utterance);
});

const report = async (sequence, what) => {
  for (;;) {
    try {
      const answer = await fetch(`${api}/announcements/${sequence}/${what}`, { method: 'POST' });
      if (answer.ok || answer.status === 404) return;
    } catch { /* The line is cut; the report waits. */ }
    await wait(2000);
  }
};

const tooOld = 120_000;
const calls = [];
let taken = 0;
let isSpeaking = false;

const take = call => {
  if (call.sequence <= taken) return;
  taken = call.sequence;
  const delivered = report(call.sequence, 'delivered');
  // Another board has said it, or it is of long ago; the board shows who is still awaited.
  if (call.state === 'played' || Date.now() + clockOffset - Date.parse(call.calledAt) > tooOld) return;
  calls.push({ ...call, delivered });
  speak();
};

const speak = async () => {
  if (isSpeaking) return;
  isSpeaking = true;
  for (let call; (call = calls.shift());) {
    blink(call.number);
    try {
      await chime();
    } catch { /* No sound in this browser. */ }
    await say(inChinese(call.number, call.window), 'zh-CN');
    if (english) await say(inEnglish(call.number, call.window), 'en-US');
    const { sequence } = call;
    call.delivered.then(() => report(sequence, 'played'));
  }
  isSpeaking = false;
};

part('sound').addEventListener('click', async () => {
  audio ??= new AudioContext();
  await audio.resume();
  part('sound').hidden = true;
});

// What the queue tells. The browser takes a broken stream up again with the last id; one that was refused is opened anew with it.
const staleAfter = 20_000;
let events;
let heard = Date.now();
let opened = Date.now();

const follow = () => {
  events?.close();
  opened = Date.now();
  events = new EventSource(`${api}/board/events${taken > 0 ? `?from=${taken}` : ''}`);
  const on = (type, act) => events.addEventListener(type, event => {
    heard = Date.now();
    act(event.data);
  });
  on('board', data => { board = JSON.parse(data); show(); });
  on('announcement', data => take(JSON.parse(data)));
  on('heartbeat', () => {});
  const mine = events;
  events.addEventListener('error', () => {
    if (mine === events && mine.readyState === EventSource.CLOSED) setTimeout(() => { if (mine === events) follow(); }, 2000);
  });
};

const tick = () => {
  const now = new Date(Date.now() + clockOffset);
  const zone = { timeZone: 'Asia/Shanghai' };
  part('time').textContent = now.toLocaleTimeString('zh-CN', { ...zone, hour: '2-digit', minute: '2-digit', hour12: false });
  part('day').textContent = now.toLocaleDateString(document.documentElement.lang, { ...zone, month: 'long', day: 'numeric', weekday: 'long' });
  const isStale = Date.now() - heard > staleAfter;
  // A line that is silent for so long is dead, whatever the browser thinks of it.
  if (isStale && Date.now() - opened > staleAfter) follow();
  root.classList.toggle('stale', isStale);
  part('stale').hidden = !isStale;
};

follow();
tick();
setInterval(tick, 1000);
