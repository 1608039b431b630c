/** Three rising bars. What is shown to people that is no page, a list as JSON, cannot bring it along: of that, browsers ask for /favicon.ico. */
export const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b57a4"/><path d="M3 13V9h2v4zm4 0V6h2v7zm4 0V3h2v10z" fill="#fff"/></svg>';

/** The same as an address of its own: a page brings it along. */
export const ICON = `data:image/svg+xml,${encodeURIComponent(SVG)}`;
