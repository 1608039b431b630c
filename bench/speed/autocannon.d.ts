/** What is used here of autocannon 8, which comes without types. */
declare module 'autocannon' {
  namespace autocannon {
    interface Request {
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
    }
    interface Options {
      readonly url: string;
      readonly connections: number;
      /** Answers, after which it ends. */
      readonly amount: number;
      readonly requests: readonly (Partial<Request> & { readonly setupRequest?: (request: Request) => Request })[];
    }
    interface Result {
      readonly '2xx': number;
      readonly non2xx: number;
      readonly errors: number;
      /** When the first request was sent, and the last answered. */
      readonly start: Date;
      readonly finish: Date;
    }
  }
  function autocannon(options: autocannon.Options): Promise<autocannon.Result>;
  export = autocannon;
}
