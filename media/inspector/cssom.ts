import { nothing } from 'lit';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';

/**
 * Sets style properties through the CSSOM: the page's policy forbids style attributes, which is
 * what `styleMap` writes first.
 */
class Cssom extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('Used on an element, not in an attribute.');
  }

  // What it is called with, as `update` gets it.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  render(_properties: Readonly<Record<string, string>>): typeof nothing {
    return nothing;
  }

  override update(
    part: ElementPart,
    [properties]: [Readonly<Record<string, string>>],
  ): typeof nothing {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(properties))
      if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
    return nothing;
  }
}

export const cssom = directive(Cssom);

export function percent(share: number): string {
  return `${(Math.max(0, Math.min(1, share)) * 100).toFixed(3)}%`;
}
