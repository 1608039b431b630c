import type { RegisterFact } from '../domain/municipality/events.ts';
import type { Tables } from './tables.ts';

export const countiesEnded = ({ counties }: Tables): RegisterFact[] =>
  counties.flatMap(({ number, valid_to }) =>
    valid_to === null ? [] : [{ type: 'CountyEnded', data: { countyNumber: number, effectiveFrom: valid_to } }],
  );

export const countiesEstablished = ({ counties }: Tables): RegisterFact[] =>
  counties.map((county) => ({
    type: 'CountyEstablished',
    data: {
      countyNumber: county.number,
      name: county.name,
      healthRegion: county.health_region,
      organisationNumber: county.organisation_number,
      effectiveFrom: county.valid_from,
    },
  }));
