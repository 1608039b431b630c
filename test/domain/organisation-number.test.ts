import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isOrganisationNumber } from '../../src/domain/organisation-number.ts';

/** All numbers with these first eight digits that are accepted. */
const accepted = (eight: string): string[] => Array.from({ length: 10 }, (_, digit) => `${eight}${digit}`).filter(isOrganisationNumber);
const eightDigits = fc.integer({ min: 0, max: 99_999_999 }).map((number) => String(number).padStart(8, '0'));

describe('an organisation number', () => {
  it.each([
    ['Norsk helsenett SF', '994598759'],
    ['Helsedirektoratet', '983544622'],
    ['Oslo kommune', '958935420'],
    ['NAV', '889640782'],
  ])('of %s is accepted', (_, number) => {
    expect(isOrganisationNumber(number)).toBe(true);
  });

  it.each([
    ['a wrong check digit', '994598758'],
    ['two digits exchanged', '994589759'],
    ['eight digits', '99459875'],
    ['ten digits', '9945987590'],
    ['blanks', '994 598 759'],
    ['a country code', 'NO994598759'],
    ['a line behind it', '994598759\n'],
    ['digits of another script', '٩٩٤٥٩٨٧٥٩'],
  ])('with %s is not accepted', (_, text) => {
    expect(isOrganisationNumber(text)).toBe(false);
  });

  it('has one check digit at most for its first eight digits', () => {
    fc.assert(fc.property(eightDigits, (eight) => { expect(accepted(eight).length).toBeLessThanOrEqual(1); })); // prettier-ignore
  });

  it('is never given out where the check digit would be 10', () => {
    expect(accepted('00000006')).toEqual([]);
  });

  it('differs from every other in more than one digit', () => {
    fc.assert(
      fc.property(eightDigits, fc.nat({ max: 8 }), fc.integer({ min: 1, max: 9 }), (eight, place, more) => {
        const [number] = accepted(eight);
        fc.pre(number !== undefined);
        const digit = (Number(number[place]) + more) % 10;
        expect(isOrganisationNumber(number.slice(0, place) + String(digit) + number.slice(place + 1))).toBe(false);
      }),
    );
  });
});
