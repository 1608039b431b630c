import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { contract, type Node, nodesOf, operations, resolved, schemaNamed } from '../contract.ts';
import { readContract } from '../../../src/http/contract/document.ts';
import { reportsOf } from '../../../src/http/reports/contract.ts';

const golden = JSON.parse(readFileSync(new URL('../../golden/reports.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, string>
>;
const reports = [...reportsOf(readContract()).values()];

/** Every node of the contract that has texts in several languages. */
function texts(node: unknown, at: string): [string, Node][] {
  if (typeof node !== 'object' || node === null) return [];
  const own = Object.entries(node).filter(([key]) => key === 'x-titles' || key === 'x-labels' || key === 'x-unit');
  const here = own.flatMap(([key, value]): [string, Node][] =>
    key === 'x-labels' ? nodesOf(value).map(([code, label]) => [`${at}/${code}`, label]) : [[`${at}/${key}`, value as Node]],
  );
  return [...here, ...Object.entries(node).flatMap(([key, value]) => texts(value, `${at}/${key}`))];
}

describe('the columns of the reports', () => {
  it('are those that were promised: names and types never change, and none goes away', () => {
    const columns = reports.map(({ name, columns: all }) => [name, Object.fromEntries(all.map((column) => [column.name, column.type]))]);
    expect(Object.fromEntries(columns)).toEqual(golden);
  });

  it('stand in the order that was promised', () => {
    for (const { name, columns } of reports) expect(columns.map((column) => column.name)).toEqual(Object.keys(golden[name] ?? {}));
  });

  it('are named in words of a–z with underscores', () => {
    const wrong = reports.flatMap(({ columns }) => columns.map(({ name }) => name)).filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name));
    expect(wrong).toEqual([]);
  });

  it('with a label have it beside them', () => {
    for (const { columns } of reports)
      for (const { label } of columns.filter((column) => column.label !== null)) expect(columns.map(({ name }) => name)).toContain(label);
  });
});

describe('the words of the contract', () => {
  it('are there in bokmål, nynorsk and English', () => {
    const all = texts(contract, '#');
    expect(all.length).toBeGreaterThan(100);
    const wanting = all.filter(
      ([, node]) => !['nb', 'nn', 'en'].every((language) => typeof node[language] === 'string' && node[language] !== ''),
    );
    expect(wanting.map(([at]) => at)).toEqual([]);
  });

  it('label every code of a list, and nothing else', () => {
    const lists = nodesOf((contract['components'] as Node)['schemas']).filter(([, node]) => node['x-labels'] !== undefined);
    expect(lists.length).toBeGreaterThan(5);
    for (const [name] of lists) {
      const { enum: codes, 'x-labels': labels } = resolved(schemaNamed(name));
      expect([name, Object.keys(labels as object)]).toEqual([name, codes]);
    }
  });

  it('give every report titles', () => {
    const answering = operations.filter(
      ({ template, answers }) => template.startsWith('/v1/reports/') && answers.some(({ content }) => content.has('text/csv')),
    );
    expect(reports.map(({ operationId }) => operationId)).toEqual(answering.map(({ id }) => id));
  });
});
