import { backupCommand } from './backup.ts';
import type { CliCommand } from './command.ts';
import { exportCommand } from './export.ts';
import { importAdoptionCommand } from './import-adoption.ts';
import { importLogCommand } from './import-log.ts';
import { rebuildCommand } from './rebuild.ts';
import { restoreCommand } from './restore.ts';
import { serveCommand } from './serve.ts';
import { snapshotCommand } from './snapshot.ts';
import { verifyCommand } from './verify.ts';

/** The commands of the CLI by name. */
export const commands = {
  serve: serveCommand,
  'import adoption': importAdoptionCommand,
  'import log': importLogCommand,
  export: exportCommand,
  verify: verifyCommand,
  backup: backupCommand,
  restore: restoreCommand,
  snapshot: snapshotCommand,
  rebuild: rebuildCommand,
} satisfies Record<string, CliCommand>;
