import type { Language } from '../../domain/language.ts';
import type { OpenApiDocument } from '../contract/document.ts';
import { type LabelsIn, labelsOf, type Report, reportsOf } from '../reports/contract.ts';
import { languageOf } from '../reports/language.ts';

/** What every report needs of the contract and of its request. */
export interface Reporting {
  readonly all: readonly Report[];
  /** @throws Error where the contract has no such report */
  readonly report: (operationId: string) => Report;
  readonly labels: LabelsIn;
  readonly languageIn: (asked: {
    readonly query: { readonly lang?: Language };
    readonly headers: { readonly 'Accept-Language'?: string };
  }) => Language;
}

/** @param document the contract has the columns and labels of the reports */
export function reportingOf(document: OpenApiDocument): Reporting {
  const known = reportsOf(document);
  return {
    all: [...known.values()],
    report(operationId) {
      const found = known.get(operationId);
      if (found === undefined) throw new Error(`the contract has no report ${operationId}`);
      return found;
    },
    labels: labelsOf(document),
    languageIn: ({ query, headers }) => languageOf(query.lang, headers['Accept-Language']),
  };
}
