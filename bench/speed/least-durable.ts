import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * The least that records what is posted and answers when it is on the disk, in one thread: Node's own HTTP, JSON.parse, a row a body in a table of
 * SQLite that has nothing else, and one commit for what has come in one turn of the event loop. No rule, no check, no hash, no index.
 */
const [folder = ''] = process.argv.slice(2);
const database = new DatabaseSync(join(folder, 'least.db'));
database.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE events (position INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT',
);
const [begin, insert, commit] = ['BEGIN IMMEDIATE', 'INSERT INTO events (data) VALUES (?)', 'COMMIT'].map((sql) => database.prepare(sql));

interface Posted {
  readonly text: string;
  readonly response: ServerResponse;
}
let posted: Posted[] = [];

function record(): void {
  const together = posted;
  posted = [];
  begin?.run();
  for (const { text } of together) insert?.run(text);
  commit?.run();
  const answer = JSON.stringify({ recorded: true });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': answer.length };
  for (const { response } of together) response.writeHead(201, headers).end(answer);
}

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const text = Buffer.concat(pieces).toString();
    JSON.parse(text);
    if (posted.push({ text, response }) === 1) setImmediate(record);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
