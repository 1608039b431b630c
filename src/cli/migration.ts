import type { Migrating } from '../eventstore/sqlite/open.ts';

/** Tells before a store is migrated by a command that opens it to write. */
export function tellMigration({ from, to }: Migrating): void {
  process.stderr.write(`the store is led from version ${from} to ${to}, that of this release; no older one will open it\n`);
}
