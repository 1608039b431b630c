import { z } from 'zod';
import { type CivilDate, civilDate } from '../civil-date.ts';
import { anyOf, event, type EventOf } from '../event.ts';
import { readableText, TEXT } from '../names.ts';
import { organisationNumber } from '../organisation-number.ts';
import { basisPoints } from '../shares.ts';
import { countyNumber, municipalityNumber } from './number.ts';

/** The day on which the register begins: nothing about municipalities is known before it. */
export const REGISTER_BEGINS = '2017-01-01' as CivilDate;

/** The four regional health authorities' regions. */
export const HEALTH_REGIONS = ['sor-ost', 'vest', 'midt-norge', 'nord'] as const;
export type HealthRegion = (typeof HEALTH_REGIONS)[number];

const name = readableText(TEXT.name);

/** A municipality as it begins. The organisation number is null where the sources have none (those that ended before 2024). */
const begun = { municipalityNumber, name, countyNumber, organisationNumber: organisationNumber.nullable() };

/** A county with its health region. It exists from `effectiveFrom` until its CountyEnded. Since version 1. */
export const CountyEstablished = event(
  'CountyEstablished',
  1,
  z.strictObject({
    countyNumber,
    name,
    healthRegion: z.enum(HEALTH_REGIONS),
    organisationNumber: organisationNumber.nullable(),
    effectiveFrom: civilDate,
  }),
);

/** A county ceased to exist: `effectiveFrom` is the first day without it. Since version 1. */
export const CountyEnded = event('CountyEnded', 1, z.strictObject({ countyNumber, effectiveFrom: civilDate }));

/** A municipality without a predecessor in the register: those of the day on which it begins. Since version 1. */
export const MunicipalityEstablished = event('MunicipalityEstablished', 1, z.strictObject({ ...begun, effectiveFrom: civilDate }));

/** The same municipality under another number (and perhaps name and county) from `effectiveFrom`. Since version 1. */
export const MunicipalityRenumbered = event(
  'MunicipalityRenumbered',
  1,
  z.strictObject({ predecessor: municipalityNumber, ...begun, effectiveFrom: civilDate }),
);

/**
 * Several municipalities, or parts of them, became one. It ends every predecessor (also one whose number the successor
 * keeps) on `effectiveFrom`. `shareBasisPoints` is the part of a predecessor's inhabitants that moved; null where no
 * source has it. Since version 1.
 */
export const MunicipalitiesMerged = event(
  'MunicipalitiesMerged',
  1,
  z.strictObject({
    ...begun,
    predecessors: z.array(z.strictObject({ municipalityNumber, shareBasisPoints: basisPoints.nullable() })).min(1),
    effectiveFrom: civilDate,
  }),
);

/**
 * A municipality was divided into municipalities of their own, and ended (also where a part keeps its number). A part that
 * went into a merger on the same day is named by that MunicipalitiesMerged instead. Since version 1.
 */
export const MunicipalitySplit = event(
  'MunicipalitySplit',
  1,
  z.strictObject({
    predecessor: municipalityNumber,
    parts: z.array(z.strictObject({ ...begun, shareBasisPoints: basisPoints.nullable() })).min(1),
    effectiveFrom: civilDate,
  }),
);

/** A new name and nothing else. Since version 1. */
export const MunicipalityRenamed = event('MunicipalityRenamed', 1, z.strictObject({ municipalityNumber, name, effectiveFrom: civilDate }));

/** Inhabitants on a day, of the municipality that had the number on that day. Since version 1. */
export const PopulationCounted = event(
  'PopulationCounted',
  1,
  z.strictObject({ municipalityNumber, countedOn: civilDate, inhabitants: z.int().min(0) }),
);

export const registerFacts = [
  CountyEstablished,
  CountyEnded,
  MunicipalityEstablished,
  MunicipalityRenumbered,
  MunicipalitiesMerged,
  MunicipalitySplit,
  MunicipalityRenamed,
  PopulationCounted,
] as const;
export type RegisterFact = EventOf<(typeof registerFacts)[number]>;

const anyFact = anyOf(registerFacts);

/** Replaces the content of one fact of the register: the reference data were wrong and have been mended. Since version 1. */
export const RegisterFactCorrected = event(
  'RegisterFactCorrected',
  1,
  z.strictObject({ factId: z.uuid(), reason: readableText(TEXT.reason), fact: anyFact }),
);

export const registerEvents = [...registerFacts, RegisterFactCorrected] as const;
export type RegisterEvent = EventOf<(typeof registerEvents)[number]>;
