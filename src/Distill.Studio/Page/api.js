async function answer(response) {
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.detail ?? `${response.status} ${response.statusText}`);
  return body;
}

export const query = (key, values) => values.map(value => `${key}=${encodeURIComponent(value)}`).join('&');

export const get = async (address, signal) => answer(await fetch(address, { signal }));

export const post = async (address, body, signal) => answer(await fetch(address, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal,
}));
