import { ICON } from './icon.ts';
import { CATALOGUE, type ProblemCode, type ProblemKind } from '../problems/catalogue.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** With what stands between back-ticks as code. */
const prose = (text: string): string => escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<link rel="icon" href="${ICON}">
<style>body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}code{background:#f0f0f0;padding:.1em .3em}a{color:#0b57a4}</style>
<main>
<h1>${escaped(title)}</h1>
${content}
</main>
</html>
`;

/** Where everything is. */
export const landingPage = (): string =>
  page(
    'National Solution Registry',
    `<p>Who owned a national e-health solution, who supplied and paid for it, and how far it had spread: for any date, as it was known at any time.</p>
<p><strong>Development mode:</strong> nobody is asked for a token, and requests act as the national supplier function.</p>
<ul>
<li><a href="/docs/">Documentation of the API</a></li>
<li><a href="/openapi.json">The contract (OpenAPI 3.1)</a></li>
<li><a href="/problems">The problems that an answer may name</a></li>
<li><a href="/health/ready">Health</a></li>
<li><a href="/v1/solutions">The solutions</a></li>
<li><a href="/v1/reports">The reports: tables for Excel, Power BI, R, Python and statistics portals</a></li>
<li><a href="/v1/catalog">The same as a catalogue of data sets (DCAT-AP-NO)</a></li>
<li><a href="/v1/events">What was recorded, event by event</a></li>
</ul>`,
  );

const statuses = ({ status, statusInPath }: ProblemKind): string =>
  statusInPath === undefined ? String(status) : `${statusInPath} in the path, ${status} elsewhere`;

/** All kinds of problem. */
export const problemIndexPage = (): string =>
  page(
    'Problems',
    `<ul>\n${Object.entries(CATALOGUE)
      .map(([code, kind]) => `<li><a href="/problems/${code}"><code>${code}</code></a> (${statuses(kind)}): ${escaped(kind.title)}</li>`)
      .join('\n')}\n</ul>`,
  );

/** What one kind of problem means, and what to do. */
export function problemPage(code: ProblemCode): string {
  const { title, meaning, remedy } = CATALOGUE[code];
  return page(
    title,
    `<p><code>${code}</code>, status ${statuses(CATALOGUE[code])}</p>
<h2>What it means</h2>
<p>${prose(meaning)}</p>
<h2>What to do</h2>
<p>${prose(remedy)}</p>
<p><a href="/problems">All problems</a></p>`,
  );
}
