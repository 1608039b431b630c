import { CHUNK, type Row, type Table } from './rows.ts';

/** The whole report as one JSON object: what it says of itself, then its rows. */
export function* json(head: object, { rows }: Table): Generator<string> {
  let text = `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  let isFirst = true;
  for (const row of rows) {
    text += isFirst ? JSON.stringify(row) : `,${JSON.stringify(row)}`;
    isFirst = false;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  yield `${text}]}`;
}

/** A row a line. */
export function* ndjson(rows: Iterable<Row>): Generator<string> {
  let text = '';
  for (const row of rows) {
    text += `${JSON.stringify(row)}\n`;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
