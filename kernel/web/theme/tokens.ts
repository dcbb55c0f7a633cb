/**
 * Every raw colour of the application, and the lengths that several components must agree on. Nothing else in the web code
 * may name a colour; a test refuses it. Names and values are those of the visual direction; contrast is tested against them.
 */

/** Colour tokens that differ per colour scheme, written to CSS as `--<name>`. */
export type ColourToken = keyof typeof light;

export const light = {
  canvas: '#f5f5f2',
  surface: '#ffffff',
  sunken: '#fafaf8',
  raised: '#ffffff',
  hover: '#f3f3f0',
  line: '#e3e2dd',
  'line-2': '#cfcec8',
  'line-c': '#8b8a84',
  text: '#191a1d',
  'text-2': '#4c4e55',
  'text-3': '#66686f',
  accent: '#2643ad',
  'accent-fill': '#2a48b8',
  'accent-fill-hover': '#223b9a',
  'accent-on': '#ffffff',
  'accent-soft': '#eef1fb',
  flow: '#0b5866',
  'flow-bg': '#e2f1f3',
  good: '#1a5c33',
  'good-bg': '#e3f2e7',
  'good-icon': '#2b8a4b',
  warn: '#744500',
  'warn-bg': '#fbefd6',
  'warn-icon': '#b26a00',
  bad: '#9f1d1b',
  'bad-bg': '#fbe8e6',
  'bad-icon': '#c62a26',
  mute: '#4c4e55',
  'mute-bg': '#eeede9',
  scrim: 'rgb(25 26 29 / 42%)',
  'shadow-raised': '0 1px 2px rgb(0 0 0 / 5%), 0 8px 24px -6px rgb(0 0 0 / 16%)',
} as const;

export const dark: Record<ColourToken, string> = {
  canvas: '#111214',
  surface: '#18191c',
  sunken: '#141518',
  raised: '#202226',
  hover: '#202226',
  line: '#2b2d32',
  'line-2': '#3b3e45',
  'line-c': '#777a83',
  text: '#ececea',
  'text-2': '#b9bbc1',
  'text-3': '#9598a0',
  accent: '#a9b9ff',
  'accent-fill': '#a3b4ff',
  'accent-fill-hover': '#c2ccf0',
  'accent-on': '#0d1230',
  'accent-soft': '#1e2438',
  flow: '#83d3df',
  'flow-bg': '#12303a',
  good: '#8bd6a3',
  'good-bg': '#14311f',
  'good-icon': '#52b973',
  warn: '#f2c56b',
  'warn-bg': '#38290c',
  'warn-icon': '#e3a12f',
  bad: '#ffa49c',
  'bad-bg': '#421a18',
  'bad-icon': '#f0685f',
  mute: '#b9bbc1',
  'mute-bg': '#27292e',
  scrim: 'rgb(0 0 0 / 60%)',
  'shadow-raised': '0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px -6px rgb(0 0 0 / 60%)',
};

/** Mantine colour tuple of the accent, lightest first. */
export const ink = [
  '#eef1fb',
  '#dbe2f7',
  '#c2ccf0',
  '#a3b4ff',
  '#7f93e6',
  '#5a72d2',
  '#3c57c4',
  '#2a48b8',
  '#223b9a',
  '#1b2f7d',
] as const;

/** Lengths shared by several components, in CSS px at the default browser text size; written to CSS in rem as `--<name>`. */
export const lengths = {
  strip: 26,
  bar: 44,
  nav: 204,
  'nav-rail': 52,
  rail: 316,
  panel: 480,
  'row-compact': 28,
  'row-normal': 32,
  'row-comfortable': 40,
  gutter: 20,
  'gutter-list': 16,
} as const;

/** Stacking order of the layers above the page plane, written to CSS as `--z-<name>`. */
export const layers = { sticky: 10, panel: 30, popover: 40, scrim: 50, dialog: 51, palette: 60, toast: 70, lock: 80 } as const;
