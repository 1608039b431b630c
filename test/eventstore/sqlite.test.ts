import { describeEventStore } from './contract.ts';
import { folders } from './sqlite/folder.ts';

const { make, open } = folders();

describeEventStore('SQLite', () => Promise.resolve(open(make())));
