import { CHUNK, portionsOf, type Rows, type Table } from './rows.ts';

/** The whole report as one JSON object: what it says of itself, then its rows. */
export async function* json(head: object, { rows }: Table): AsyncGenerator<string> {
  let text = `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  let isFirst = true;
  for await (const portion of portionsOf(rows)) {
    for (const row of portion) {
      text += isFirst ? JSON.stringify(row) : `,${JSON.stringify(row)}`;
      isFirst = false;
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
  }
  yield `${text}]}`;
}

/** A row a line. */
export async function* ndjson(rows: Rows): AsyncGenerator<string> {
  let text = '';
  for await (const portion of portionsOf(rows)) {
    for (const row of portion) {
      text += `${JSON.stringify(row)}\n`;
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}
