import type { MantineThemeComponents } from '@mantine/core';
import { cx } from '../parts/cx.ts';
import css from './mantine.module.css';
import { layers } from './tokens.ts';

const overlay = { transitionProps: { duration: 120, transition: 'fade' as const } };

/**
 * How each Mantine part looks and behaves here, so that no screen sets sizes, layers or colours itself. Plain
 * values by name: `Part.extend` would pull every part into the first load.
 */
export const mantineParts: MantineThemeComponents = {
  ActionIcon: {
    defaultProps: { variant: 'subtle', size: 'md' },
    classNames: { root: cx(css.actionIcon) },
  },
  AppShell: { defaultProps: { zIndex: layers.sticky, transitionDuration: 0, withBorder: true } },
  Button: {
    defaultProps: { variant: 'default', size: 'sm' },
    classNames: { root: cx(css.button), section: cx(css.buttonSection) },
  },
  Checkbox: {
    defaultProps: { size: 'xs' },
    classNames: { root: cx(css.checkbox), input: cx(css.checkboxInput) },
  },
  // Choices open inside dialogs too, so they stand above them.
  Combobox: {
    defaultProps: { zIndex: layers.dialog + 1 },
    classNames: { dropdown: cx(css.floating), option: cx(css.option) },
  },
  Drawer: { defaultProps: { zIndex: layers.panel }, classNames: { content: cx(css.raised) } },
  InputWrapper: {
    classNames: { label: cx(css.label), description: cx(css.description), error: cx(css.error), required: cx(css.required) },
    defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'], withAsterisk: false },
  },
  Input: { classNames: { wrapper: cx(css.inputWrapper), input: cx(css.input) } },
  Menu: {
    defaultProps: { zIndex: layers.popover, shadow: 'md', radius: 'lg', ...overlay },
    classNames: { dropdown: cx(css.floating), item: cx(css.menuItem), label: cx(css.menuLabel), divider: cx(css.menuDivider) },
  },
  Modal: {
    defaultProps: { zIndex: layers.dialog, radius: 'xl', closeOnClickOutside: false, centered: false, ...overlay },
    classNames: {
      content: cx(css.modal),
      header: cx(css.modalHeader),
      title: cx(css.modalTitle),
      body: cx(css.modalBody),
      overlay: cx(css.scrim),
    },
  },
  Popover: {
    defaultProps: { zIndex: layers.popover, shadow: 'md', radius: 'lg', ...overlay },
    classNames: { dropdown: cx(css.floating) },
  },
  Switch: { defaultProps: { size: 'sm' } },
  Tooltip: {
    defaultProps: {
      zIndex: layers.popover,
      openDelay: 300,
      multiline: true,
      maw: '22rem',
      events: { hover: true, focus: true, touch: false },
      transitionProps: { duration: 100, transition: 'fade' },
    },
    classNames: { tooltip: cx(css.tooltip) },
  },
};
