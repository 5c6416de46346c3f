/** A child of an {@link ElementList}. */
export class FakeElement {
  parent: ElementList | undefined;

  get nextElementSibling(): FakeElement | null {
    const all = this.parent?.children ?? [];
    return all[all.indexOf(this) + 1] ?? null;
  }

  remove(): void {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = undefined;
  }
}

/** As much of a DOM element as a list of children needs; it counts what is put in or moved. */
export class ElementList {
  readonly children: FakeElement[] = [];
  moves = 0;

  get firstElementChild(): FakeElement | null {
    return this.children[0] ?? null;
  }

  insertBefore(node: FakeElement, before: FakeElement | null): void {
    if (node.parent) node.remove();
    node.parent = this;
    const at = before ? this.children.indexOf(before) : this.children.length;
    this.children.splice(at, 0, node);
    this.moves += 1;
  }
}
