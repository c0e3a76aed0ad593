// Server-sent events out of the body of an answer; EventSource cannot send a body of its own.

/** The events of a stream, each with its name and its data as JSON; comments are left out. */
export async function* eventsOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  try {
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
      const blocks = (unread + value).split('\n\n');
      unread = blocks.pop();
      yield* blocks.map(eventOf).filter(event => event.data);
    }
  } finally {
    reader.cancel().catch(() => {});   // who looks no further lets the service stop too
  }
}

function eventOf(block) {
  const fields = Object.fromEntries(block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  return { name: fields.event, data: fields.data && JSON.parse(fields.data) };
}
