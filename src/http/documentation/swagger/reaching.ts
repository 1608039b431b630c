/**
 * A script for the page: what a keyboard reaches. Swagger UI has in the button of each operation a link that does the same, a second stop of
 * which a screen reader is not told (WCAG 2.2, 4.1.2); without its address it is none, and the address bar has that once the operation is open.
 * Examples and answers scroll in themselves, and not every browser lets a keyboard do so (2.1.1).
 */
export const REACHING = `
const reach = () => {
  for (const link of document.querySelectorAll('.opblock-summary-control a[href]')) link.removeAttribute('href');
  for (const code of document.querySelectorAll('pre.microlight:not([tabindex])')) code.tabIndex = 0;
};
new MutationObserver(reach).observe(document.getElementById('swagger-ui'), { childList: true, subtree: true });
`;
