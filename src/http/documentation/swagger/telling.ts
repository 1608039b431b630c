/**
 * A script for the page: what comes of «Execute», an answer or what is missing, is drawn somewhere else. Who does not see that is told
 * (WCAG 2.2, 4.1.3). While it waits, Swagger UI lets the button not be pressed, and with that takes the focus from it: it is given back.
 */
export const TELLING = `
const told = document.body.appendChild(document.createElement('div'));
told.className = 'told';
told.setAttribute('role', 'status');
let button;
addEventListener('click', ({ target }) => { button = target.closest('.execute') ?? button; }, true);
const outcome = (operation) => {
  if (operation.querySelector('.loading-container')) return '';
  const missing = operation.querySelector('.validation-errors');
  const status = operation.querySelector('.live-responses-table tbody .response-col_status');
  return missing?.textContent ?? (status ? 'Answer: ' + status.textContent : '');
};
const tell = () => {
  const operation = button?.closest('.opblock');
  const text = operation ? outcome(operation) : '';
  if (told.textContent === text) return;
  told.textContent = text;
  if (text !== '' && document.activeElement === document.body) button.focus({ preventScroll: true });
};
new MutationObserver(tell).observe(document.getElementById('swagger-ui'), { childList: true, subtree: true });
`;
