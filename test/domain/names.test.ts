import { describe, expect, it } from '@jest/globals';
import { money } from '../../src/domain/money.ts';
import { isSlug, names, TEXT } from '../../src/domain/names.ts';
import { isCountyNumber, isMunicipalityNumber } from '../../src/domain/municipality/number.ts';

describe('a readable id', () => {
  it.each(['digisos', 'e-resept', 'a-ordningen', '2030-planen', 'a', 'x'.repeat(64)])('can be %s', (text) => {
    expect(isSlug(text)).toBe(true);
  });

  it.each(['', 'Digisos', 'e--resept', '-e', 'e-', 'e_resept', 'e resept', 'kjernejournalø', 'x'.repeat(65), 'digisos\n', 'a.b'])(
    'is never «%s»',
    (text) => {
      expect(isSlug(text)).toBe(false);
    },
  );
});

describe('names', () => {
  it('may lack nynorsk and English', () => {
    expect(names.safeParse({ nb: 'Kjernejournal', nn: null, en: null }).success).toBe(true);
  });

  it.each([
    ['lack bokmål', { nb: null, nn: null, en: 'Summary Care Record' }],
    ['have an empty bokmål', { nb: '', nn: null, en: null }],
    ['be longer than their bound', { nb: 'x'.repeat(TEXT.name + 1), nn: null, en: null }],
    ['have a language of their own', { nb: 'Kjernejournal', nn: null, en: null, se: 'Vuođđojournála' }],
  ])('may not %s', (_, value) => {
    expect(names.safeParse(value).success).toBe(false);
  });
});

describe('the number of a municipality', () => {
  it.each(['0301', '9999', '0000'])('can be %s', (text) => {
    expect(isMunicipalityNumber(text)).toBe(true);
  });

  it.each(['301', '03011', '03 1', '0301\n', '٠٣٠١', 'abcd'])('is never «%s»', (text) => {
    expect(isMunicipalityNumber(text)).toBe(false);
  });
});

describe('the number of a county', () => {
  it('has two digits', () => {
    expect(['03', '3', '030', '0a', '03\n'].filter(isCountyNumber)).toEqual(['03']);
  });
});

describe('money', () => {
  it.each([0, 1, -1, Number.MAX_SAFE_INTEGER])('can be %d øre', (amount) => {
    expect(money.safeParse({ amount, currency: 'NOK' }).success).toBe(true);
  });

  it.each([
    ['a fraction of an øre', { amount: 0.5, currency: 'NOK' }],
    ['more than integers can hold exactly', { amount: 2 ** 53, currency: 'NOK' }],
    ['a text', { amount: '100', currency: 'NOK' }],
    ['without a currency', { amount: 100 }],
    ['in a currency of small letters', { amount: 100, currency: 'nok' }],
    ['in a currency of two letters', { amount: 100, currency: 'NO' }],
  ])('is never %s', (_, value) => {
    expect(money.safeParse(value).success).toBe(false);
  });
});
