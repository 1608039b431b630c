import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasWords, searchable, wordsOf } from '../../src/domain/search.ts';

const finds = (query: string, ...texts: string[]): boolean => hasWords(searchable(texts), wordsOf(query));

describe('a search for words', () => {
  it.each([
    ['DIGI', 'Digisos'],
    ['søk', 'Digital søknad om sosialhjelp'],
    ['SØK digi', 'Digital søknad'],
    ['ide', 'Idé'],
    ['idé', 'Ide om noe'],
    ['cafe', 'Café Ø'],
    ['ål', 'Ålesund'],
    ['A\u030al', 'Ålesund'],
    ['Årsak', 'a\u030arsak'],
    ['ærlig', 'Ärlig talat'],
    ['öst', 'Østfold'],
    ['karasjok', 'Kárašjohka, Karasjok'],
    ['porsangu', 'Porsáŋgu'],
    ['e-helse', 'Direktoratet for e-helse'],
    ['0301', 'kommune 0301 Oslo'],
    ['søk digi', 'Digisos', 'søknad'],
  ])('«%s» finds «%s»', (query, ...texts) => {
    expect(finds(query, ...texts)).toBe(true);
  });

  it.each([
    ['al', 'Ålesund'],
    ['ål', 'Alta'],
    ['os', 'Øsaker'],
    ['aerlig', 'Ærlig'],
    ['soknad', 'Søknad'],
    ['sos', 'Digisos'],
    ['digi sak', 'Digisos'],
    ['digisoss', 'Digisos'],
  ])('«%s» does not find «%s»', (query, text) => {
    expect(finds(query, text)).toBe(false);
  });

  it('finds any text by any beginnings of its words', () => {
    const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...Array.from('abcæøåÆØÅéäöŠđŋ7')) });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.array(fc.tuple(fc.nat(), fc.nat())), (words, picks) => {
        const query = picks.map(([at, length]) => {
          const chosen = Array.from(words[at % words.length] ?? '');
          return chosen.slice(0, 1 + (length % chosen.length)).join('');
        });
        expect(finds(query.join(' '), words.join(' – '))).toBe(true);
      }),
    );
  });

  it.each(['', ' ', '---', '«»', '\u0301'])('has no word in «%s»', (query) => {
    expect(wordsOf(query)).toEqual([]);
  });
});
