// What the page asks of the service. Paths are relative, so that the page also works behind a prefix.

import { eventsOf } from './events.js';
import { hasKey, keyHeaders } from './key.js';

/**
 * A failure that can be shown as it is. `temporary` says that the same request may succeed later, `fields` what of it was at fault, `wantsKey` that
 * another key may help.
 */
export class Problem extends Error {
  constructor(message, temporary, fields = []) {
    super(message);
    this.temporary = temporary;
    this.fields = fields;
    this.wantsKey = fields.includes('Authorization');
  }
}

export const languages = () => ask('languages');

export const models = () => ask('models');

/** Settings of the page; null from a service that has none. */
export const settings = () => ask('frontend/settings').catch(() => null);

export const translate = (body, signal) => ask('translate', posted(body, signal));

/** The same; meanwhile `grow` gets what is certain of the translation, from its beginning, whenever that is more. */
export async function translateGrowing(body, signal, grow) {
  const response = await send('translate', posted(body, signal, 'text/event-stream'));
  if (!response.headers.get('Content-Type')?.startsWith('text/event-stream'))
    return read(response);

  try {
    for await (const { name, data } of eventsOf(response.body)) {
      if (name === 'done')
        return data;
      if (name === 'error')
        throw refusal(data.status, data);
      grow(data.translatedText);
    }
  } catch (error) {
    throw error.name === 'AbortError' || error instanceof Problem ? error : unreachable();
  }

  throw unreachable();
}

/** Sends a document and resolves to the address of its translation; `progress` gets the share that has been sent. */
export const translateDocument = (file, source, target, progress) => new Promise((resolve, reject) => {
  const form = new FormData();
  form.append('file', file);
  form.append('source', source);
  form.append('target', target);

  const request = new XMLHttpRequest();
  request.upload.onprogress = sent => progress(sent.lengthComputable ? sent.loaded / sent.total : null);
  request.onerror = () => reject(unreachable());
  request.onload = () => {
    const answer = parse(request.responseText);
    if (request.status === 200)
      resolve(answer.translatedFileUrl);
    else
      reject(refusal(request.status, answer));
  };
  request.open('POST', 'translate_file');
  for (const [name, value] of Object.entries(keyHeaders()))
    request.setRequestHeader(name, value);
  request.send(form);
});

/** An address that a link can lead to. A link shows no key: with one, the document is fetched first. */
export async function linkTo(address) {
  const path = new URL(address, location.href).pathname;
  if (!hasKey())
    return path;

  const response = await send(path);
  if (!response.ok)
    throw refusal(response.status, parse(await response.text()));
  return URL.createObjectURL(await response.blob());
}

const posted = (body, signal, accept = 'application/json') => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Accept: accept },
  body: JSON.stringify(body),
  signal,
});

const ask = async (path, options) => read(await send(path, options));

async function send(path, options) {
  try {
    return await fetch(path, { ...options, headers: { ...options?.headers, ...keyHeaders() } });
  } catch (error) {
    throw error.name === 'AbortError' ? error : unreachable();
  }
}

async function read(response) {
  const answer = parse(await response.text());
  if (!response.ok || answer === null)
    throw refusal(response.status, answer);
  return answer;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const unreachable = () => new Problem('The service cannot be reached. Your text is still here; it is translated as soon as the service answers again.', true);

/** From a problem (RFC 9457) or a LibreTranslate error to a sentence. */
function refusal(status, answer) {
  const fields = Object.keys(answer?.errors ?? {});
  const faults = fields.includes('Authorization') ? answer.error : Object.values(answer?.errors ?? {}).flat().join(' ');
  const message = faults || answer?.detail || answer?.title || answer?.error || `The service answered with status ${status}.`;
  return new Problem(message, status === 429 || status >= 500, fields);
}
