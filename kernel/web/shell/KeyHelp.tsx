import { Switch } from '@mantine/core';
import { Fragment } from 'react';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Dialog, DialogBody } from '../parts/Dialog.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import css from './KeyHelp.module.css';
import { keyCaps, modifierName } from './key-caps.ts';
import { type KeyBinding, type KeyGroup, setSingleKeys, useActiveKeys, useSingleKeys } from './keys.ts';

const order: readonly KeyGroup[] = ['everywhere', 'list', 'record', 'form', 'goto'];

/** Keys of the current screen, and the switch for single letters. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const active = useActiveKeys();
  const isSingleOn = useSingleKeys();
  const groups = order
    .map((group) => ({ group, keys: lastOfEach(active.filter((binding) => binding.group === group)) }))
    .filter(({ keys }) => keys.length > 0);
  return (
    <Dialog title={t('keys.title')} size="40rem" onClose={onClose}>
      <DialogBody>
        <div className={cx(css.groups)}>
          {groups.map(({ group, keys }) => (
            <section key={group} aria-label={t(`keys.group.${group}`)}>
              <h3 className={cx(css.heading)}>{t(`keys.group.${group}`)}</h3>
              <dl className={cx(css.keys)}>
                {keys.map((binding) => (
                  <Fragment key={binding.keys}>
                    <dt>
                      {keyCaps(binding.keys, modifierName()).map((cap) => (
                        <Kbd key={cap}>{cap}</Kbd>
                      ))}
                    </dt>
                    <dd>{binding.label}</dd>
                  </Fragment>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <Switch
          className={cx(css.switch)}
          checked={isSingleOn}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          label={t('keys.single')}
          description={t('keys.singleHint')}
        />
      </DialogBody>
    </Dialog>
  );
}

function lastOfEach(bindings: readonly KeyBinding[]): KeyBinding[] {
  return [...new Map(bindings.map((binding) => [binding.keys, binding])).values()];
}
