import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import express from 'express';

/** What others would begin with: Express as it comes. It reads and parses what is posted and records nothing, and gives the object in a file, written anew each time. */
const [file] = process.argv.slice(2);
const object: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
const app = express();
app.post('/', express.json(), (_request, response) => { response.status(201).json({ recorded: false }); }); // prettier-ignore
app.get('/', (_request, response) => { response.json(object); }); // prettier-ignore
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
