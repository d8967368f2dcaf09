// Hands in papers: from a document camera or as files, straight to Intake, so that no picture passes through the page's own connection.
'use strict';

const most = 16 * 1024 * 1024;
const small = 240;
const remembered = 'wenden-camera';

export function attach(panel, net) {
  const dialog = panel.querySelector('dialog.capture');
  const chooser = panel.querySelector('input[type=file]');
  const part = name => dialog.querySelector(`[data-part=${name}]`);
  const [video, canvas, said, cameras, title] = ['video', 'canvas', 'said', 'cameras', 'title'].map(part);
  const act = name => dialog.querySelector(`[data-act=${name}]`);
  let wanted = null;   // Address and key of what is being handed in.
  let stream = null;
  let taken = null;    // The whole picture, the page found in it, and how it is turned.

  const say = text => { said.textContent = text; };

  panel.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button || button.disabled) return;
    if (button.dataset.capture) open(button);
    else if (button.dataset.upload) {
      wanted = { address: button.dataset.upload, key: null };
      chooser.value = '';
      chooser.click();
    } else if (button.dataset.act) acts[button.dataset.act]?.();
  });

  chooser.addEventListener('change', async () => {
    const [file] = chooser.files;
    if (!file || !wanted) return;
    wanted.key = newKey();
    const fault = await send(file);
    if (fault) await net.invokeMethodAsync('Refused', fault.title, fault.traceId);
  });

  const open = async button => {
    wanted = { address: button.dataset.capture, key: null };
    title.textContent = button.dataset.title;
    say('');
    dialog.showModal();
    await watch(localStorage.getItem(remembered));
  };

  const watch = async device => {
    stop();
    taken = null;
    show();
    try {
      const size = { width: { ideal: 3840 }, height: { ideal: 2160 } };
      const fresh = await navigator.mediaDevices.getUserMedia({ audio: false, video: device ? { deviceId: { ideal: device }, ...size } : size });
      if (!dialog.open) {
        fresh.getTracks().forEach(track => track.stop());
        return;
      }
      stop();
      stream = fresh;
      video.srcObject = stream;
      await video.play();
      await list();
      act('take').disabled = false;
      act('take').focus();
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      say(failure.name === 'NotAllowedError' ? dialog.dataset.forbidden : dialog.dataset.noCamera);
      act('cancel').focus();
    }
  };

  const list = async () => {
    const found = (await navigator.mediaDevices.enumerateDevices()).filter(device => device.kind === 'videoinput');
    const current = stream.getVideoTracks()[0].getSettings().deviceId;
    cameras.replaceChildren(...found.map(device => new Option(device.label, device.deviceId, false, device.deviceId === current)));
    cameras.parentElement.hidden = found.length < 2;
  };

  cameras.addEventListener('change', () => {
    localStorage.setItem(remembered, cameras.value);
    watch(cameras.value);
  });

  const stop = () => {
    stream?.getTracks().forEach(track => track.stop());
    stream = video.srcObject = null;
    act('take').disabled = true;
  };

  // What is shown follows from whether a picture is taken.
  const show = () => {
    video.hidden = !!taken;
    canvas.hidden = !taken;
    act('take').hidden = !!taken;
    for (const name of ['send', 'left', 'right', 'whole', 'again']) act(name).hidden = !taken;
    if (!taken) return;
    act('whole').hidden = !taken.page;
    act('whole').setAttribute('aria-pressed', String(taken.isWhole));
    draw(canvas, taken.picture, taken.page && !taken.isWhole ? taken.page : everything, taken.turns);
  };

  const turn = by => {
    taken.turns = (taken.turns + by + 4) % 4;
    show();
  };

  const acts = {
    take: () => {
      const picture = document.createElement('canvas');
      [picture.width, picture.height] = [video.videoWidth, video.videoHeight];
      picture.getContext('2d').drawImage(video, 0, 0);
      taken = { picture, page: findPage(shrink(picture)), isWhole: false, turns: 0 };
      wanted.key = newKey();
      video.pause();
      show();
      say(taken.page ? dialog.dataset.cropped : dialog.dataset.uncropped);
      act('send').focus();
    },
    left: () => turn(-1),
    right: () => turn(1),
    whole: () => { taken.isWhole = !taken.isWhole; show(); },
    again: () => {
      taken = null;
      say('');
      show();
      video.play();
      act('take').focus();
    },
    send: async () => {
      act('send').disabled = true;
      say(dialog.dataset.sending);
      const picture = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.92));
      const fault = await send(picture);
      act('send').disabled = false;
      if (fault) {
        // Another picture, or the same turned, is another command.
        wanted.key = fault.isFinal ? newKey() : wanted.key;
        say(fault.title);
        act('send').focus();
      } else dialog.close();
    },
    cancel: () => dialog.close(),
  };

  dialog.addEventListener('close', stop);

  // Nothing where it was taken; otherwise why not, and whether trying the same once more would change nothing.
  const send = async file => {
    if (file.size > most) return { title: dialog.dataset.tooLarge, isFinal: true };
    try {
      const answer = await fetch(wanted.address, {
        method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': wanted.key },
      });
      if (answer.ok) {
        await net.invokeMethodAsync('HandedIn');
        return null;
      }
      const problem = await answer.json().catch(() => ({}));
      return { title: problem.title ?? dialog.dataset.failed, traceId: problem.traceId, isFinal: answer.status < 500 };
    } catch {
      return { title: dialog.dataset.failed, isFinal: false };
    }
  };

  return { detach: stop };
}

const everything = { x: 0, y: 0, width: 1, height: 1 };

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

function shrink(picture) {
  const scale = Math.min(1, small / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

// The page in a picture of a page on a table: the part that is not of the colour of the picture's rim. In shares of the picture; null where there is no
// telling, because the page fills the picture or nothing stands out.
export function findPage({ data, width, height }) {
  const at = (x, y) => 4 * (y * width + x);
  const rim = [];
  for (let x = 0; x < width; x++) rim.push(at(x, 0), at(x, height - 1));
  for (let y = 0; y < height; y++) rim.push(at(0, y), at(width - 1, y));
  const table = [0, 1, 2].map(channel => rim.map(place => data[place + channel]).sort((a, b) => a - b)[rim.length >> 1]);

  const [rows, columns, stands] = [new Array(height).fill(0), new Array(width).fill(0), new Uint8Array(width * height)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const place = at(x, y);
      if (Math.max(...table.map((colour, channel) => Math.abs(data[place + channel] - colour))) < 40) continue;
      rows[y]++;
      columns[x]++;
      stands[y * width + x] = 1;
    }
  }

  // A few pixels in a row are dust.
  const span = (counts, length) => {
    const least = Math.max(3, length * 0.08);
    return [counts.findIndex(count => count >= least), counts.findLastIndex(count => count >= least)];
  };
  const [[top, bottom], [left, right]] = [span(rows, width), span(columns, height)];
  if (top < 0 || left < 0) return null;
  // A page is a whole; a few things on a table are not.
  let inside = 0;
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) inside += stands[y * width + x];
  if (inside < 0.6 * (bottom - top + 1) * (right - left + 1)) return null;
  const margin = Math.round(Math.max(width, height) * 0.01);
  const [x, y] = [Math.max(0, left - margin), Math.max(0, top - margin)];
  const page = {
    x: x / width, y: y / height,
    width: Math.min(width - x, right - x + 1 + margin) / width, height: Math.min(height - y, bottom - y + 1 + margin) / height,
  };
  const share = page.width * page.height;
  return share < 0.1 || share > 0.95 ? null : page;
}

// Draws a part of a picture, turned so many quarters to the right.
export function draw(canvas, picture, part, turns) {
  const [x, y] = [Math.round(part.x * picture.width), Math.round(part.y * picture.height)];
  const [width, height] = [Math.round(part.width * picture.width), Math.round(part.height * picture.height)];
  [canvas.width, canvas.height] = turns % 2 ? [height, width] : [width, height];
  const context = canvas.getContext('2d');
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate(turns * Math.PI / 2);
  context.drawImage(picture, x, y, width, height, -width / 2, -height / 2, width, height);
}
