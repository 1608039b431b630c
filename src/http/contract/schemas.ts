import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { isCivilDate } from '../../domain/civil-date.ts';
import { isReadable } from '../../domain/names.ts';
import { isOrganisationNumber } from '../../domain/organisation-number.ts';
import type { OpenApiDocument } from './document.ts';

export type { ErrorObject, ValidateFunction };

const DOCUMENT = 'contract';
/** What the contract says of columns and codes besides what they may be. */
const X_MEMBERS = ['x-titles', 'x-labels', 'x-labels-of', 'x-role', 'x-label', 'x-unit', 'x-decimals'];

/** The schemas of the contract, compiled when they are first needed; all violations are found, not the first. */
export class Schemas {
  readonly #ajv: Ajv2020;

  constructor(document: OpenApiDocument) {
    this.#ajv = new Ajv2020({
      allErrors: true,
      strict: true,
      strictTypes: false,
      strictRequired: false,
      verbose: true,
      allowUnionTypes: true,
      discriminator: false,
      validateSchema: false, // the contract is linted; that of JSON Schema itself takes longer to compile than all of ours that a start needs
    });
    // The package's types describe an ES module; what Node imports from its CommonJS has the function as `default`.
    (formats as unknown as typeof formats.default)(this.#ajv, ['date-time', 'uuid', 'uri', 'uri-reference']);
    this.#ajv.addFormat('civil-date', isCivilDate);
    this.#ajv.addFormat('organisation-number', isOrganisationNumber);
    this.#ajv.addFormat('readable-text', isReadable);
    this.#ajv.addFormat('int64', true);
    // The document is not a schema, but the place that schemas refer into: its own members are no rules.
    this.#ajv.addVocabulary([...Object.keys(document), 'example', 'discriminator', ...X_MEMBERS]);
    this.#ajv.addSchema(document, DOCUMENT, false, false);
  }

  /** @param pointer into the document, `#/components/schemas/…` */
  at(pointer: string): ValidateFunction {
    const schema = this.#ajv.getSchema(`${DOCUMENT}${pointer}`);
    if (schema === undefined) throw new Error(`the contract has no schema at ${pointer}`);
    return schema;
  }

  /** An object whose members have the schemas at these pointers, and no others. */
  object(members: Readonly<Record<string, string>>, required: readonly string[]): ValidateFunction {
    const properties = Object.fromEntries(Object.entries(members).map(([name, pointer]) => [name, { $ref: `${DOCUMENT}${pointer}` }]));
    return this.#ajv.compile({ type: 'object', properties, required, additionalProperties: false });
  }
}
