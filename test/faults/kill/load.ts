import { ask } from '../../cli/process.ts';
import { adoptionOf, annul, type Command, correct, cost, register, report, send } from './commands.ts';

/** One who writes to a service, and goes on where it was when the service is started again. */
export class Client {
  /** What was answered 201: the marks of the events that must stand. */
  readonly acknowledged: string[] = [];
  /** What was sent and never answered: it may stand or not. */
  inDoubt: Command | undefined;
  readonly #municipalities: readonly string[];
  /** Reports of this client that can be corrected and annulled. */
  readonly #facts: { readonly eventId: string; readonly municipality: string }[] = [];

  /** @param municipalities which nobody else reports on, so that what was seen of them still stands */
  constructor(municipalities: readonly string[]) {
    this.#municipalities = municipalities;
  }

  /** Writes until the service is gone. @throws Error for an answer that is none of an acknowledgement */
  async write(url: string): Promise<void> {
    try {
      for (;;) await this.#one(url);
    } catch (error) {
      if ((error as Error).name !== 'TypeError') throw error; // what fetch throws when the connection ends (of another realm under Jest)
    }
  }

  /** Sends again, under the same key, what was in doubt. */
  async settle(url: string): Promise<void> {
    const command = this.inDoubt;
    if (command !== undefined) await this.#send(url, command, command.path.split('/')[5]);
  }

  async #one(url: string): Promise<void> {
    const dice = Math.random();
    if (dice < 0.1) await this.#send(url, register());
    else if (dice < 0.2) await this.#send(url, cost());
    else if (dice < 0.4 && this.#facts.length > 0) await this.#change(url, dice < 0.3);
    else {
      const municipality = this.#municipalities[Math.floor(Math.random() * this.#municipalities.length)] ?? '';
      await this.#send(url, report(municipality), municipality);
    }
  }

  /** Corrects one of its reports, or annuls it. */
  async #change(url: string, isCorrection: boolean): Promise<void> {
    const index = Math.floor(Math.random() * this.#facts.length);
    const { eventId, municipality } = this.#facts[index] ?? { eventId: '', municipality: '' };
    const { headers } = await ask(`${url}${adoptionOf(municipality)}`);
    const etag = headers.get('ETag') ?? '';
    if (!isCorrection) this.#facts.splice(index, 1);
    await this.#send(url, isCorrection ? correct(eventId, etag) : annul(eventId, etag));
  }

  /** @param municipality where the command is a report */
  async #send(url: string, command: Command, municipality?: string): Promise<void> {
    this.inDoubt = command;
    const { status, body } = await send(url, command);
    if (status !== 201) throw new Error(`${command.path} answered ${status}: ${JSON.stringify(body)}`);
    this.inDoubt = undefined;
    this.acknowledged.push(command.mark);
    if (municipality !== undefined && command.path.endsWith('/reports'))
      this.#facts.push({ eventId: String(body['eventId']), municipality });
  }
}
