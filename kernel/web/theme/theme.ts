import { type CSSVariablesResolver, createTheme, type MantineTheme } from '@mantine/core';
import { mantineParts } from './mantine-parts.ts';
import { dark, ink, layers, lengths, light } from './tokens.ts';

const px = (value: number): string => `${value / 16}rem`;

const SANS = "'IBM Plex Sans Variable', 'Noto Sans SC', 'Noto Sans JP', 'PingFang SC', 'Hiragino Sans', system-ui, sans-serif";
const MONO = "'IBM Plex Mono', ui-monospace, 'SFMono-Regular', Menlo, monospace";

/** The Mantine theme of the application: sizes, radius, fonts and the ink accent of the visual direction. */
export const theme = createTheme({
  colors: { ink },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: px(12), sm: px(13), md: px(13), lg: px(15), xl: px(18) },
  lineHeights: { xs: '1.3334', sm: '1.5385', md: '1.5385', lg: '1.4667', xl: '1.5556' },
  fontWeights: { regular: '400', medium: '550', bold: '600' },
  headings: {
    fontFamily: SANS,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: px(18), lineHeight: '1.5556' },
      h2: { fontSize: px(15), lineHeight: '1.4667' },
      h3: { fontSize: px(13), lineHeight: '1.5385' },
      h4: { fontSize: px(13), lineHeight: '1.5385' },
      h5: { fontSize: px(13), lineHeight: '1.5385' },
      h6: { fontSize: px(12), lineHeight: '1.3334' },
    },
  },
  spacing: { xs: px(6), sm: px(8), md: px(12), lg: px(16), xl: px(20) },
  radius: { xs: px(4), sm: px(5), md: px(6), lg: px(8), xl: px(10) },
  defaultRadius: 'md',
  breakpoints: { xs: '36em', sm: '48em', md: '62em', lg: '75em', xl: '90em' },
  shadows: {
    xs: 'none',
    sm: 'var(--shadow-raised)',
    md: 'var(--shadow-raised)',
    lg: 'var(--shadow-raised)',
    xl: 'var(--shadow-raised)',
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  activeClassName: '',
  components: mantineParts,
});

function named(prefix: string, values: Readonly<Record<string, string | number>>, write: (value: number) => string = String) {
  const entries = Object.entries(values).map(([name, value]): [string, string] => [
    `--${prefix}${name}`,
    typeof value === 'number' ? write(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/** What Mantine's own variables mean in our tokens; identical in both schemes because the tokens themselves differ. */
const mantineColours = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-disabled': 'var(--mute-bg)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-color-disabled-border': 'var(--line-2)',
  '--mantine-primary-color-filled': 'var(--accent-fill)',
  '--mantine-primary-color-filled-hover': 'var(--accent-fill-hover)',
  '--mantine-primary-color-light': 'var(--accent-soft)',
  '--mantine-primary-color-light-hover': 'var(--accent-soft)',
  '--mantine-primary-color-light-color': 'var(--accent)',
  '--mantine-primary-color-contrast': 'var(--accent-on)',
  '--mantine-color-ink-filled': 'var(--accent-fill)',
  '--mantine-color-ink-filled-hover': 'var(--accent-fill-hover)',
  '--mantine-color-ink-light': 'var(--accent-soft)',
  '--mantine-color-ink-light-hover': 'var(--accent-soft)',
  '--mantine-color-ink-light-color': 'var(--accent)',
  '--mantine-color-ink-outline': 'var(--accent)',
};

/** Writes the tokens as CSS variables per colour scheme and points Mantine's variables at them. */
export const cssVariablesResolver: CSSVariablesResolver = (_theme: MantineTheme) => ({
  variables: {
    ...named('', lengths, px),
    ...named('z-', layers),
    '--mantine-z-index-app': String(layers.sticky),
    '--mantine-z-index-popover': String(layers.popover),
    '--mantine-z-index-overlay': String(layers.scrim),
    '--mantine-z-index-modal': String(layers.dialog),
  },
  light: { ...named('', light), ...mantineColours },
  dark: { ...named('', dark), ...mantineColours },
});
