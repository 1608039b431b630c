import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { StoreError } from '../../src/eventstore/errors.ts';
import { Waiters } from '../../src/projections/waiters.ts';
import type { EventStore, Message } from '../../src/eventstore/port.ts';
import { contractFile, type Node, nodesOf } from './contract.ts';
import { type Colour, contrast } from './contrast.ts';
import { ailing, type Ailment, unavailable } from './faults.ts';
import { eventOf, recorded, registerDigisos, registration, report } from './sector.ts';
import { type Service, startService } from './service.ts';

const ailment: Ailment = {};
const service = await startService({ between: ailing(ailment) });
await registerDigisos(service);
afterAll(() => service.end());

/** What there is beside the contract, but for /metrics. */
const READ = ['/', '/openapi.json', '/favicon.ico', '/docs', '/docs/', '/docs/index.html', '/docs/swagger-ui.css', '/docs/swagger-ui-init.js', '/docs/naming.js', '/docs/reaching.js', '/docs/telling.js', '/problems', '/problems/not-found']; // prettier-ignore

const page = (path: string) => request(service.server).get(path);
const elsewhere = (html: string): string[] =>
  [...html.matchAll(/(?:src|href|action)\s*=\s*["']?((?:https?:)?\/\/[^"'\s>]+)/g)].map(([, address = '']) => address);

/** As it stands in a style: #rrggbb. */
const colour = (hex: string): Colour => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour;

/** A field of Swagger UI: the selector that it fits, and the parameter that it stands at. */
interface Shown {
  readonly is: string;
  readonly parameter?: string;
}

/** The name that a script of the page gives a field, once that has been drawn. */
function named(script: string, { is, parameter }: Shown): string | undefined {
  const given = new Map<string, string>();
  const field = {
    matches: (selector: string) => selector === is,
    closest: () => (parameter === undefined ? null : { dataset: { paramName: parameter } }),
    setAttribute: (attribute: string, value: string) => given.set(attribute, value),
  };
  const document = { querySelectorAll: () => [field], getElementById: () => ({}) };
  class MutationObserver {
    readonly observe: () => void;
    constructor(drawn: () => void) {
      this.observe = drawn;
    }
  }
  runInNewContext(script, { document, MutationObserver });
  return given.get('aria-label');
}

describe('the contract', () => {
  it('is served as it stands in the file', async () => {
    expect((await page('/openapi.json')).body).toEqual(JSON.parse(readFileSync(contractFile, 'utf8')));
  });

  it('is served as JSON', async () => {
    expect((await page('/openapi.json')).headers['content-type']).toMatch(/^application\/json/);
  });
});

describe.each(['/v1/solutions', '/v1/nothing', '/health/live', '/nothing'])('data (%s)', (path) => {
  it('run nothing in a browser, and stand in no page', async () => {
    const { headers } = await page(path);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
});

describe('the documentation', () => {
  it('is Swagger UI', async () => {
    expect((await page('/docs/')).text).toContain('swagger-ui');
  });

  it('is reached without the last slash, too', async () => {
    expect((await page('/docs').redirects(1)).status).toBe(200);
  });

  it('answers for nothing that is not there', async () => {
    expect((await page('/docs/nothing')).status).toBe(404);
  });

  it.each(['README.md', 'oauth2-redirect.html', 'swagger-initializer.js', 'absolute-path.js', 'swagger-ui.css.map', 'package.json'])(
    'has nothing of what else comes with Swagger UI (%s)',
    async (file) => {
      expect((await service.get(`/docs/${file}`)).problem('not-found').status).toBe(404);
    },
  );

  it('is found under index.html, where Swagger UI has a page about its pet store', async () => {
    expect((await page('/docs/index.html').redirects(1)).text).toContain('<title>National Solution Registry</title>');
  });

  it('fetches nothing from elsewhere', async () => {
    expect(elsewhere((await page('/docs/')).text)).toEqual([]);
  });

  it('has all that it is made of on our own origin', async () => {
    const { text } = await page('/docs/');
    const parts = [...text.matchAll(/(?:src|href)="(\.?\/[^"]+)"/g)].map(
      ([, path = '']) => new URL(path, 'http://registry/docs/').pathname,
    );
    const statuses = await Promise.all(parts.map(async (path) => (await page(path)).status));
    expect([parts.length > 3, new Set(statuses)]).toEqual([true, new Set([200])]);
  });

  it('may load nothing but from our own origin, and scripts only as files', async () => {
    const policy = String((await page('/docs/')).headers['content-security-policy']).split(';');
    expect(policy).toEqual(expect.arrayContaining(["script-src 'self'", "font-src 'none'"]));
    expect(policy.filter((rule) => /https?:|\*/.test(rule))).toEqual([]);
  });

  it('fills in nothing that may be left out, so that what is tried out as it stands asks for no other log and no other revision', async () => {
    const { text } = await page('/docs/swagger-ui-init.js');
    const [, shown = ''] = /"swaggerDoc": (\{.*\}),\n {2}"customOptions"/s.exec(text) ?? [];
    const { components } = JSON.parse(shown) as { components: Node };
    const filledIn = nodesOf(components['parameters']).filter(([, { example, examples }]) => (example ?? examples) !== undefined);
    expect(new Set(filledIn.map(([, { required }]) => required))).toEqual(new Set([true]));
  });

  it('shows answers as they are: highlighted, one of 4 MB takes the tab for minutes', async () => {
    expect((await page('/docs/swagger-ui-init.js')).text).toMatch(/"syntaxHighlight":\s*false/);
  });

  it.each([
    ['the method of a GET', '.opblock-get .opblock-summary-method', '#ffffff'],
    ['the method of a POST', '.opblock-post .opblock-summary-method', '#ffffff'],
    ['the button that sends', '.btn.execute', '#ffffff'],
    ['the version', '.info .title small', '#ffffff'],
    ['the version of OpenAPI', 'small.version-stamp', '#ffffff'],
    ['a link', '.info a', '#fafafa'],
    ['where a parameter stands', '.parameter__in', '#e8f5ef'],
    ['«Expand all»', '.json-schema-2020-12-expand-deep-button', '#efefef'],
    ['a constraint', '.json-schema-2020-12__constraint--string', '#ffffff'],
    ['«Cancel»', 'html:not(.dark-mode) .swagger-ui .btn.cancel', '#fafdfc'],
    ['«Download»', '.download-contents', '#ffffff'],
    ['«Cancel» in the dark', '.opblock-section-header .btn.try-out__btn.cancel', '#14392c'],
    ['the headers of an answer in the dark', 'html.dark-mode .swagger-ui .headers td', '#182536'],
    ['the label of the examples in the dark', 'html.dark-mode .swagger-ui .examples-select__section-label', '#112929'],
  ])('can be read: %s is 4.5 to 1 on its ground, or its ground is to its text', async (_what, selector, against) => {
    const { text } = await page('/docs/');
    const rules = [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(([, selectors = '']) =>
      selectors.split(',').some((one) => one.trim().endsWith(selector)),
    );
    const colours = rules.flatMap(([, , style = '']) => [...style.matchAll(/(?:^|[ ;])(?:color|background): (#[0-9a-f]{6});/g)]);
    expect(colours).not.toEqual([]);
    for (const [, hex = ''] of colours) expect(contrast(colour(hex), colour(against))).toBeGreaterThanOrEqual(4.5);
  });

  it('fits a screen of 320 px', async () => {
    const { text } = await page('/docs/');
    expect(text).toContain('<meta name="viewport" content="width=device-width">');
    expect(text).toContain('.responses-table { table-layout: fixed; }');
  });

  it.each<[string, Shown, string | undefined]>([
    ['a parameter by its own', { is: 'select', parameter: 'stage' }, 'stage'],
    ['the choice of an example', { is: '.examples-select-element', parameter: 'stage' }, 'Example'],
    ['the choice of a server', { is: '#servers' }, 'Server'],
    ['a body', { is: '.body-param__text' }, 'Request body'],
    ['what it does not know by none', { is: 'select' }, undefined],
  ])('names a field: %s', async (_what, shown, name) => {
    expect((await page('/docs/')).text).toContain(`<script src='./naming.js'></script>`);
    expect(named((await page('/docs/naming.js')).text, shown)).toBe(name);
  });

  it.each(['/docs/', '/docs/swagger-ui-init.js', '/docs/naming.js', '/docs/reaching.js', '/docs/telling.js', '/openapi.json'])(
    'is asked for anew after an upgrade: nothing keeps %s, which is made of the contract or of our own code',
    async (path) => {
      expect((await page(path)).headers['cache-control']).toBe('no-cache');
    },
  );

  it('does not send the contract to a validator', async () => {
    expect((await page('/docs/swagger-ui-init.js')).text).toMatch(/"validatorUrl":\s*null/);
  });
});

describe('the pages', () => {
  it.each(['/', '/problems', '/problems/municipality-not-valid-on-date'])(
    '%s can be read by a person, and fetches nothing from elsewhere',
    async (path) => {
      const { status, headers, text } = await page(path);
      expect({ status, type: headers['content-type'], elsewhere: elsewhere(text) }).toEqual({
        status: 200,
        type: 'text/html; charset=utf-8',
        elsewhere: [],
      });
    },
  );

  it('lead from the first one to everything else', async () => {
    const links = [...(await page('/')).text.matchAll(/<a href="([^"]+)"/g)].map(([, path = '']) => path);
    const statuses = await Promise.all(links.map(async (path) => (await page(path)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('say that anybody may record, in this mode', async () => {
    expect((await page('/')).text).toContain('Development mode');
  });

  it.each(['/problems/nothing-of-the-kind', '/problems/constructor', '/problems/__proto__', '/nowhere'])('do not have %s', async (path) => {
    expect((await page(path)).status).toBe(404);
  });

  it('say 404 as a problem', async () => {
    expect((await page('/nowhere')).body).toMatchObject({ code: 'not-found', status: 404 });
  });

  it.each(['/', '/docs', '/docs/', '/problems/not-found'])('bring their own icon, which their policy lets them show: %s', async (path) => {
    const { text, headers } = await page(path).redirects(1);
    expect(text).toMatch(/<link rel="icon" href="data:image\/svg\+xml,/);
    expect(headers['content-security-policy']).toMatch(/img-src 'self' data:(;|$)/);
  });

  it('have an icon for data, too, which bring none along: browsers ask for it where they were asked for /v1/solutions', async () => {
    const { status, headers, text } = await service.get('/favicon.ico');
    expect([status, headers['content-type'], text.slice(0, 4)]).toEqual([200, 'image/svg+xml; charset=utf-8', '<svg']);
  });

  it.each(READ.flatMap((path) => ['POST', 'PUT', 'DELETE', 'PROPFIND'].map((method) => [method, path])))(
    'are only read: %s %s is not offered, and Allow says what is',
    async (method, path) => {
      const answer = await service.ask(method, path);
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
      expect(answer.problem('method-not-allowed')).toMatchObject({ allowed: ['GET', 'HEAD', 'OPTIONS'] });
    },
  );

  it.each(READ)('say what they offer (%s)', async (path) => {
    const { status, headers, text } = await service.ask('OPTIONS', path);
    expect({ status, allow: headers.allow, text }).toEqual({ status: 204, allow: 'GET, HEAD, OPTIONS', text: '' });
  });

  it.each(READ)('have a head (%s)', async (path) => {
    const [{ status, text }, read] = [await service.ask('HEAD', path), await service.get(path)];
    expect([status, text]).toEqual([read.status, '']);
  });

  it.each(['POST', 'OPTIONS'])('that are not there have no methods either (%s)', async (method) => {
    const statuses = ['/nowhere', '/problems/x', '/docs/README.md'].map(async (path) => (await service.ask(method, path)).status);
    expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
  });
});

describe('health', () => {
  it('says that the process lives', async () => {
    expect((await service.get('/health/live')).as('Liveness')).toEqual({ status: 'live' });
  });

  it('says that it is ready, in what mode, and that no read model lags', async () => {
    const ready = (await service.get('/health/ready')).as('Readiness');
    expect({ ...ready, lags: ready.readModels.map(({ status, lag }) => `${status} ${lag}`) }).toMatchObject({
      status: 'ready',
      mode: 'development',
      leftOut: 0,
      lags: ready.readModels.map(() => 'current 0'),
    });
  });

  it('says that it is not ready while the log gives no answer', async () => {
    ailment.head = unavailable;
    const answer = await service.get('/health/ready');
    delete ailment.head;
    expect([answer.status, answer.as('Readiness').store.status]).toEqual([503, 'failed']);
  });

  it('says that it lives all the same', async () => {
    ailment.head = unavailable;
    const answer = await service.get('/health/live');
    delete ailment.head;
    expect(answer.status).toBe(200);
  });
});

/** A log in which one event cannot be read: whoever follows it is told so there. @param eventId the event, once it is known */
const unreadable =
  (eventId: () => string | null) =>
  (store: EventStore): EventStore => {
    const follow = async function* (messages: AsyncIterable<Message>): AsyncGenerator<Message> {
      for await (const message of messages) {
        if (message.kind !== 'events') yield message;
        else
          for (const event of message.events) {
            const { id, position } = event;
            if (id === eventId()) throw new StoreError('corrupt', { reason: 'a test scratched the disk', eventId: id, position });
            yield { kind: 'events', events: [event] };
          }
      }
    };
    return new Proxy(store, {
      get(target, name) {
        // Whole, as an engine gives events that keeps nothing in short: in short, a report is not read at all.
        if (name === 'subscribe')
          return (...[after, signal]: Parameters<EventStore['subscribe']>) => follow(target.subscribe(after, signal));
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  };

/** A store with an adoption in it, in which the report on Oslo cannot be read. */
async function damaged(): Promise<{ folder: string; eventId: string; whole: Service }> {
  const whole = await startService();
  await registerDigisos(whole);
  const reported = await recorded(whole.post('/v1/solutions/digisos/adoptions/0301/reports', report('2018-04-23')));
  await recorded(whole.post('/v1/solutions/digisos/adoptions/5001/reports', report('2018-04-23')));
  await whole.stop();
  return { folder: whole.folder, eventId: eventOf(reported), whole };
}

const { folder, eventId, whole } = await damaged();
afterAll(() => whole.end());

/** Asks a service that meets the event on its way, as one that an operator has listed or not. */
async function meeting<Result>(how: 'unlisted' | 'listed', ask: (one: Service) => Promise<Result>): Promise<Result> {
  const knownBad = new Set(how === 'listed' ? [eventId] : []);
  const one = await startService({ folder, register: false, between: unreadable(() => eventId), knownBad });
  return ask(one).finally(() => one.stop());
}

describe('an event that cannot be read', () => {
  it('stops the read models, and readiness says why', async () => {
    const ready = await meeting('unlisted', (one) => one.get('/health/ready'));
    const stopped = ready.as('Readiness').readModels.filter(({ status }) => status === 'stopped');
    expect([ready.status, stopped.length > 0, stopped.every(({ reason }) => reason !== null)]).toEqual([503, true, true]);
  });

  it('lets nobody read a figure that lacks it', async () => {
    const answer = await meeting('unlisted', (one) => one.get('/v1/solutions/digisos/coverage'));
    expect(answer.problem('read-model-stopped').status).toBe(503);
  });

  it.each(['/v1/events/latest', '/v1/events/start?date=2026-02-03', '/v1/events?after=', '/v1/solutions?minPosition='])(
    'keeps nobody waiting for what will not be folded: %s',
    async (target) => {
      const waiting = jest.spyOn(Waiters.prototype, 'wait');
      const answer = await meeting('unlisted', async (one) => {
        const head = `${one.store.logId}~${await one.head()}`;
        waiting.mockClear(); // whoever loads the register waited for that
        return one.get(target.endsWith('=') ? `${target}${head}` : target);
      });
      expect([answer.problem('read-model-stopped').status, waiting.mock.calls]).toEqual([503, []]);
      waiting.mockRestore();
    },
  );

  it('lets nobody record what could not be checked against it', async () => {
    const moved = await meeting('unlisted', async (one) => {
      const before = await one.head();
      const { status } = await one.post('/v1/solutions', registration('unchecked'));
      return { status, by: (await one.head()) - before };
    });
    expect(moved).toEqual({ status: 503, by: 0 });
  });

  it('that an operator has listed is left out, and the others are there', async () => {
    const { items } = (await meeting('listed', (one) => one.get('/v1/solutions/digisos/adoptions'))).as('AdoptionList');
    expect(items.map(({ municipalityNumber }) => municipalityNumber)).toEqual(['5001']);
  });

  it.each(['/v1/solutions', '/v1/solutions/digisos/coverage', '/v1/solutions/unregistered'])(
    'that an operator has listed is counted in every answer: %s',
    async (target) => {
      const { headers } = await meeting('listed', (one) => one.get(target));
      expect(headers['registry-left-out']).toBe('1');
    },
  );

  it('that an operator has listed is counted in readiness, which is ready', async () => {
    const ready = (await meeting('listed', (one) => one.get('/health/ready'))).as('Readiness');
    expect([ready.status, ready.leftOut]).toEqual(['ready', 1]);
  });
});
