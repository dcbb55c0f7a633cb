import {
  ActionIcon,
  AppShell,
  Button,
  Checkbox,
  Combobox,
  Drawer,
  Input,
  type MantineThemeComponents,
  Menu,
  Modal,
  Popover,
  Switch,
  Tooltip,
} from '@mantine/core';
import { cx } from '../parts/cx.ts';
import css from './mantine.module.css';
import { layers } from './tokens.ts';

const overlay = { transitionProps: { duration: 120, transition: 'fade' as const } };

/** How each Mantine part looks and behaves here, so that no screen sets sizes, layers or colours itself. */
export const mantineParts: MantineThemeComponents = {
  ActionIcon: ActionIcon.extend({
    defaultProps: { variant: 'subtle', size: 'md' },
    classNames: { root: cx(css.actionIcon) },
  }),
  AppShell: AppShell.extend({ defaultProps: { zIndex: layers.sticky, transitionDuration: 0, withBorder: true } }),
  Button: Button.extend({
    defaultProps: { variant: 'default', size: 'sm' },
    classNames: { root: cx(css.button), section: cx(css.buttonSection) },
  }),
  Checkbox: Checkbox.extend({
    defaultProps: { size: 'xs' },
    classNames: { root: cx(css.checkbox), input: cx(css.checkboxInput) },
  }),
  Combobox: Combobox.extend({ classNames: { dropdown: cx(css.floating), option: cx(css.option) } }),
  Drawer: Drawer.extend({ defaultProps: { zIndex: layers.panel }, classNames: { content: cx(css.raised) } }),
  InputWrapper: Input.Wrapper.extend({
    classNames: { label: cx(css.label), description: cx(css.description), error: cx(css.error), required: cx(css.required) },
    defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'], withAsterisk: false },
  }),
  Input: Input.extend({ classNames: { wrapper: cx(css.inputWrapper), input: cx(css.input) } }),
  Menu: Menu.extend({
    defaultProps: { zIndex: layers.popover, shadow: 'md', radius: 'lg', ...overlay },
    classNames: { dropdown: cx(css.floating), item: cx(css.menuItem), label: cx(css.menuLabel), divider: cx(css.menuDivider) },
  }),
  Modal: Modal.extend({
    defaultProps: { zIndex: layers.dialog, radius: 'xl', closeOnClickOutside: false, centered: false, ...overlay },
    classNames: {
      content: cx(css.modal),
      header: cx(css.modalHeader),
      title: cx(css.modalTitle),
      body: cx(css.modalBody),
      overlay: cx(css.scrim),
    },
  }),
  Popover: Popover.extend({
    defaultProps: { zIndex: layers.popover, shadow: 'md', radius: 'lg', ...overlay },
    classNames: { dropdown: cx(css.floating) },
  }),
  Switch: Switch.extend({ defaultProps: { size: 'sm' } }),
  Tooltip: Tooltip.extend({
    defaultProps: {
      zIndex: layers.popover,
      openDelay: 300,
      multiline: true,
      maw: '22rem',
      events: { hover: true, focus: true, touch: false },
      transitionProps: { duration: 100, transition: 'fade' },
    },
    classNames: { tooltip: cx(css.tooltip) },
  }),
};
