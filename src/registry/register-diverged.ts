import type { RegisterFact } from '../domain/municipality/events.ts';

const told = ({ type, data }: RegisterFact): string => `${type} ${JSON.stringify(data)}`;

/**
 * The register of the log and that of the release each have what the other lacks: one fact may be the other with a mended date, number
 * or kind, and both would stand.
 */
export class RegisterDiverged extends Error {
  override readonly name = 'RegisterDiverged';

  constructor(recorded: RegisterFact, listed: RegisterFact) {
    super(
      `the log has in its municipality register what this release lacks (${told(recorded)}), and lacks what this release has (${told(listed)}): ` +
        'one may be the other with a mended date or number, and both would stand; start the release that wrote the log',
    );
  }
}
