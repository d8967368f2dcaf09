// Takes a signature, with a pen, a finger or a mouse, and sends it straight to Forms: where the pen was, how hard it was pressed, and when.
'use strict';

const most = 19_000;

export function attach(pad, net) {
  const canvas = pad.querySelector('canvas');
  const context = canvas.getContext('2d');
  const said = pad.querySelector('[data-part=said]');
  const act = name => pad.querySelector(`[data-act=${name}]`);
  const box = canvas.getBoundingClientRect();
  const [width, height] = [Math.round(box.width), Math.round(box.height)];
  const sharpness = Math.min(3, window.devicePixelRatio || 1);
  [canvas.width, canvas.height] = [width * sharpness, height * sharpness];
  context.scale(sharpness, sharpness);
  context.lineCap = 'round';

  let strokes = [];
  let points = 0;
  let first = 0;      // When the pen first came down.
  let last = 0;
  let pointer = null; // Of several fingers, the one that writes.
  let key = null;     // The same for a second try of the same signature.

  const show = () => { act('done').disabled = act('clear').disabled = points === 0; };

  const add = event => {
    if (points >= most) return;
    const place = canvas.getBoundingClientRect();
    const inside = (value, limit) => Math.round(Math.min(limit, Math.max(0, value)) * 10) / 10;
    last = Math.max(last, Math.round(event.timeStamp - first));
    const point = {
      x: inside((event.clientX - place.left) * width / place.width, width),
      y: inside((event.clientY - place.top) * height / place.height, height),
      // A finger on most screens has none to tell.
      pressure: Math.round(Math.min(1, event.pressure || 0.5) * 1000) / 1000,
      at: last,
    };
    const stroke = strokes.at(-1);
    const from = stroke.at(-1) ?? point;
    stroke.push(point);
    points++;
    context.lineWidth = Math.max(width, height) / 160 * (0.5 + point.pressure);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(point.x, point.y);
    context.stroke();
  };

  canvas.addEventListener('pointerdown', event => {
    if (pointer !== null || event.button > 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    if (points === 0) [first, last] = [event.timeStamp, 0];
    strokes.push([]);
    key = null;
    said.textContent = '';
    add(event);
    show();
  });
  canvas.addEventListener('pointermove', event => {
    if (event.pointerId !== pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    (between.length > 0 ? between : [event]).forEach(add);
  });
  const lift = event => { if (event.pointerId === pointer) pointer = null; };
  canvas.addEventListener('pointerup', lift);
  canvas.addEventListener('pointercancel', lift);

  const clear = () => {
    [strokes, points, key] = [[], 0, null];
    context.clearRect(0, 0, width, height);
    said.textContent = '';
    show();
  };

  const send = async () => {
    act('done').disabled = true;
    key ??= crypto.getRandomValues(new Uint8Array(16)).reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
    try {
      const answer = await fetch(pad.dataset.address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify({ pen: { width, height, strokes: strokes.filter(stroke => stroke.length > 0) }, forms: JSON.parse(pad.dataset.forms) }),
      });
      if (answer.ok) return void await net.invokeMethodAsync('Signed');
      const problem = await answer.json().catch(() => ({}));
      if (problem.code === 'form.changed') return void await net.invokeMethodAsync('Changed', problem.changes);
      said.textContent = problem.title ?? pad.dataset.failed;
    } catch {
      said.textContent = pad.dataset.failed;
    }
    show();
  };

  act('clear').addEventListener('click', clear);
  act('done').addEventListener('click', send);
  return { detach: () => { pointer = null; } };
}
