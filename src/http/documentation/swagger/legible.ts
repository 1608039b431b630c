/**
 * What Swagger UI's own style leaves hard to read or to find: texts under 4.5 to 1 on their ground (WCAG 2.2, 1.4.3), what is wider than a
 * screen of 320 px (1.4.10), and where the keyboard is (2.4.7): a ring of two colours is seen on any ground. Its dark style has other
 * colours: what is for the light one says so.
 */
export const LEGIBLE = `
html:not(.dark-mode) .swagger-ui .opblock.opblock-get .opblock-summary-method,
html:not(.dark-mode) .swagger-ui .btn.execute { background: #1f66b0; border-color: #1f66b0; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1b7a4c; }
html:not(.dark-mode) .swagger-ui .info .title small { background: #5d6470; }
html:not(.dark-mode) .swagger-ui .info .title small.version-stamp { background: #4a7100; }
html:not(.dark-mode) .swagger-ui .info a,
html:not(.dark-mode) .swagger-ui a.link { color: #1f66b0; }
html:not(.dark-mode) .swagger-ui .parameter__in,
html:not(.dark-mode) .swagger-ui .json-schema-2020-12-expand-deep-button { color: #595959; }
html:not(.dark-mode) .swagger-ui .json-schema-2020-12__constraint--string { background: #8a5f0d; }
html:not(.dark-mode) .swagger-ui .btn.cancel { border-color: #c42020; color: #c42020; }
html:not(.dark-mode) .swagger-ui .copy-to-clipboard,
html:not(.dark-mode) .swagger-ui .download-contents { background: #5e626f; }
html.dark-mode .swagger-ui .opblock .opblock-section-header .btn.try-out__btn.cancel { border-color: #ff8a8a; color: #ff8a8a; }
html.dark-mode .swagger-ui .headers td,
html.dark-mode .swagger-ui .examples-select__section-label { color: #e4e6e6; }
.swagger-ui :focus-visible { outline: 2px solid #fff !important; outline-offset: 0; box-shadow: 0 0 0 4px #000 !important; }
.swagger-ui .opblock .opblock-summary .view-line-link:focus-within { width: 24px; margin: 0 5px; }
.told { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 640px) {
  .swagger-ui .parameters thead { display: none; }
  .swagger-ui .parameters :is(tbody, tr, td) { display: block; }
  .swagger-ui .opblock .opblock-section-header,
  .swagger-ui .try-out { flex-wrap: wrap; }
  .swagger-ui .highlight-code pre.microlight { padding-bottom: 50px; }
  .swagger-ui .responses-table { table-layout: fixed; }
  .swagger-ui .responses-table .response-col_status { width: 3.5em; }
  .swagger-ui .responses-table .response-col_links { width: 4.5em; }
  .swagger-ui .responses-table .response-col_description { width: auto; }
  .swagger-ui .responses-table .headers td { overflow-wrap: anywhere; }
  .swagger-ui .responses-table select { max-width: 100%; }
}
`;
