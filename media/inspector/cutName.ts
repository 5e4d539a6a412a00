import { html, type TemplateResult } from 'lit';

/** A name as it gives way where there is no room: the folders of a path first, or the end. */
export function cutName(name: string, cut: 'start' | 'end'): TemplateResult {
  const slash = cut === 'end' ? -1 : Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
  return slash <= 0
    ? html`<span class="end">${name}</span>`
    : html`<span class="folders"><bdi>${name.slice(0, slash)}</bdi></span
        ><span class="file">${name.slice(slash)}</span>`;
}
