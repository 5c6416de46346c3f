/** Makes an element; attributes that are undefined are left out. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    if (key === 'class') node.className = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** Changes a text only where it differs, so that selections and screen readers are left in peace. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Shows or hides. */
export function setShown(node, isShown) {
  node.hidden = !isShown;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Makes an element of a picture. */
export function svgElement(name, attributes, ...children) {
  const node = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** The icon of a state; the text beside it says the same. */
export const stateIcon = (state) =>
  svgElement('svg', { class: 'icon', 'aria-hidden': 'true' }, svgElement('use', { href: `#icon-${state}` }));

/** Changes which icon an element made by {@link stateIcon} shows. */
export const setIcon = (svg, state) => svg.firstElementChild.setAttribute('href', `#icon-${state}`);

/**
 * Puts the items' nodes into a container in the items' order: makes what is new, updates what is there, removes what is gone,
 * moves only what stands elsewhere.
 *
 * @param known  Map from key to view, kept by the caller; a view has `node` and `update(item)`, and may have `remove()`
 */
export function reconcile(container, known, items, keyOf, makeView) {
  const keys = new Set(items.map(keyOf));
  for (const [key, view] of known) {
    if (keys.has(key)) continue;
    view.remove?.();
    view.node.remove();
    known.delete(key);
  }
  let before = container.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let view = known.get(key);
    if (!view) {
      view = makeView(item);
      known.set(key, view);
    }
    if (view.node === before) before = before.nextElementSibling;
    else container.insertBefore(view.node, before);
    view.update(item);
  }
}
