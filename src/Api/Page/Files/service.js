// What the page asks of the service. Paths are relative, so that the page also works behind a prefix.

/** A failure that can be shown as it is. `temporary` says that the same request may succeed later, `fields` what of it was at fault. */
export class Problem extends Error {
  constructor(message, temporary, fields = []) {
    super(message);
    this.temporary = temporary;
    this.fields = fields;
  }
}

export const languages = () => ask('languages');

export const models = () => ask('models');

/** Settings of the page; null from a service that has none. */
export const settings = () => ask('frontend/settings').catch(() => null);

export const translate = (body, signal) => ask('translate', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
  signal,
});

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
  request.send(form);
});

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    throw error.name === 'AbortError' ? error : unreachable();
  }

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
  const faults = Object.values(answer?.errors ?? {}).flat().join(' ');
  const message = faults || answer?.detail || answer?.title || answer?.error || `The service answered with status ${status}.`;
  return new Problem(message, status === 429 || status >= 500, Object.keys(answer?.errors ?? {}));
}
