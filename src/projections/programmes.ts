import { type Language, nameIn } from '../domain/language.ts';
import { NEVER, type Position } from '../domain/position.ts';
import { evolve, type Programme } from '../domain/programme/decide.ts';
import type { Recorded } from '../eventstore/port.ts';
import type { ReadModel } from './read-model.ts';

/** The programmes that the registry knows. Of two registrations of one id the first position wins. */
export class Programmes implements ReadModel<Map<string, Programme>> {
  readonly name = 'programmes';
  #byId = new Map<string, Programme>();

  fold(event: Recorded): void {
    if (event.type !== 'ProgrammeRegistered') return;
    const { programmeId } = event.data;
    this.#byId.set(programmeId, evolve(this.#byId.get(programmeId), event));
  }

  save(): Map<string, Programme> {
    return this.#byId;
  }

  restore(saved: Map<string, Programme>): void {
    this.#byId = saved;
  }

  get(programmeId: string, knownAt: Position = NEVER): Programme | undefined {
    const programme = this.#byId.get(programmeId);
    return programme && programme.position <= knownAt ? programme : undefined;
  }

  /** What a programme that a description names is called: it was registered before. Its id where an operator has left that out. */
  nameOf(programmeId: string, language: Language, knownAt: Position): string {
    const programme = this.get(programmeId, knownAt);
    return programme ? nameIn(programme.data.names, language) : programmeId;
  }

  /** By id. */
  list(knownAt: Position): Programme[] {
    const known = [...this.#byId.values()].filter(({ position }) => position <= knownAt);
    return known.sort((a, b) => (a.data.programmeId < b.data.programmeId ? -1 : 1));
  }
}
