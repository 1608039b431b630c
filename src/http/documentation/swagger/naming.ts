/**
 * A script for the page: Swagger UI gives its fields no name that a screen reader could say, or one that is lost while the field is wrong. It
 * draws them again and again, so they are named whenever something was drawn; one that has a name keeps it.
 */
export const NAMING = `
const NAMES = [['#servers', 'Server'], ['.examples-select-element', 'Example'], ['.body-param__text', 'Request body']];
const nameOf = (field) =>
  NAMES.find(([selector]) => field.matches(selector))?.[1] ?? field.closest('[data-param-name]')?.dataset.paramName;
const name = () => {
  for (const field of document.querySelectorAll(':is(select, textarea, input[type=text]):not([aria-label])')) {
    const found = nameOf(field);
    if (found !== undefined) field.setAttribute('aria-label', found);
  }
};
new MutationObserver(name).observe(document.getElementById('swagger-ui'), { childList: true, subtree: true });
`;
