// Sound from a microphone, as the WAV file that models of recordings read.
const RATE = 16000;
const LONGEST = 10;

// Resolves with the file once stop is called, or after some seconds.
export async function record(begun) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream), parts = [];
  recorder.ondataavailable = event => parts.push(event.data);
  const ended = new Promise(resolve => { recorder.onstop = resolve; });
  const stop = () => { if (recorder.state !== 'inactive') recorder.stop(); };
  recorder.start();
  const timer = setTimeout(stop, 1000 * LONGEST);
  begun(stop);
  await ended;
  clearTimeout(timer);
  for (const track of stream.getTracks()) track.stop();
  return wav(await samples(new Blob(parts, { type: recorder.mimeType })));
}

// One channel at the rate of the models, by the browser's own resampler.
async function samples(blob) {
  const context = new OfflineAudioContext(1, 1, RATE);
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  const mono = new OfflineAudioContext(1, Math.max(1, Math.ceil(sound.duration * RATE)), RATE);
  const source = mono.createBufferSource();
  source.buffer = sound;
  source.connect(mono.destination);
  source.start();
  return (await mono.startRendering()).getChannelData(0);
}

function wav(values) {
  const view = new DataView(new ArrayBuffer(44 + 2 * values.length));
  const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF'); view.setUint32(4, 36 + 2 * values.length, true); text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true); view.setUint32(28, 2 * RATE, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  text(36, 'data'); view.setUint32(40, 2 * values.length, true);
  values.forEach((value, i) => view.setInt16(44 + 2 * i, Math.round(32767 * Math.max(-1, Math.min(1, value))), true));
  return new File([view.buffer], 'what the microphone heard', { type: 'audio/wav' });
}
