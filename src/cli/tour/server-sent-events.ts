/** One event of a stream; `message` where it names no other. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** The events of a stream as they come (WHATWG HTML, 9.2.6): fields line by line, an empty line ends each event. */
export async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let waiting = '';
  for await (const chunk of chunksOf(body)) {
    const parts = (waiting + decoder.decode(chunk, { stream: true })).split('\n\n');
    waiting = parts.pop() ?? '';
    for (const part of parts) {
      const event = eventOf(part);
      if (event !== null) yield event;
    }
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

/** Null for what holds no data, such as the rest of a longer gap. */
function eventOf(part: string): ServerSentEvent | null {
  const fields = part.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
  const valuesOf = (name: string) => fields.flatMap((field) => (field?.[1] === name ? (field[2] ?? '') : []));
  const data = valuesOf('data');
  return data.length === 0 ? null : { event: valuesOf('event').at(-1) ?? 'message', data: data.join('\n') };
}
