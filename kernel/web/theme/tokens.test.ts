import { describe, expect, it } from 'vitest';
import { type ColourToken, dark, light } from './tokens.ts';

/** Relative luminance of `#rrggbb`, WCAG 2.2 definition. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dim = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dim + 0.05);
}

const schemes = [
  ['light', light],
  ['dark', dark],
] as const;

/** [foreground, background, least ratio]: 4.5 for text, 3 for controls and graphics (WCAG 1.4.3, 1.4.11). */
const pairs: readonly (readonly [ColourToken, ColourToken, number])[] = [
  ...(['text', 'text-2', 'text-3', 'accent'] as const).flatMap((fg) =>
    (['surface', 'canvas', 'sunken', 'raised', 'hover'] as const).map((bg) => [fg, bg, 4.5] as const),
  ),
  ['accent', 'accent-soft', 4.5],
  ['text-2', 'accent-soft', 4.5],
  ['text-3', 'accent-soft', 4.5],
  ['accent-on', 'accent-fill', 4.5],
  ['accent-on', 'accent-fill-hover', 4.5],
  ...(['flow', 'good', 'warn', 'bad', 'mute'] as const).flatMap((tone) => [
    [tone, `${tone}-bg`, 4.5] as const,
    [tone, 'surface', 4.5] as const,
    [tone, 'sunken', 4.5] as const,
  ]),
  ['line-c', 'surface', 3],
  ['line-c', 'canvas', 3],
  ['good-icon', 'surface', 3],
  ['warn-icon', 'surface', 3],
  ['bad-icon', 'surface', 3],
];

describe.each(schemes)('colour tokens of the %s scheme', (_name, tokens) => {
  it.each(pairs)('%s on %s reaches %d', (fg, bg, least) => {
    expect(contrast(tokens[fg], tokens[bg])).toBeGreaterThanOrEqual(least);
  });
});
