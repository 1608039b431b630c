import { position } from '../../src/domain/position.ts';
import type { Stored } from '../../src/eventstore/port.ts';
import { storedStream } from './events.ts';

/** A whole log: two streams of three events, one after the other in turns, stamped in log order. */
export function storedLog(): Stored[] {
  const [oslo, horten] = [storedStream('nsr.adoption-digisos.0301'), storedStream('nsr.adoption-digisos.0701')];
  return oslo
    .flatMap((event, index) => [event, horten[index] as Stored])
    .map((event, index) => ({ ...event, position: position(index + 1) }));
}
