import { VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { onAnnounce } from './announce.ts';

/** The two live regions of the page; placed once, in the shell. */
export function Announcer() {
  const [polite, setPolite] = useState('');
  const [assertive, setAssertive] = useState('');
  useEffect(
    () =>
      onAnnounce((text, politeness) => {
        const set = politeness === 'polite' ? setPolite : setAssertive;
        // Emptied first, so that the same sentence is said again the second time.
        set('');
        requestAnimationFrame(() => set(text));
      }),
    [],
  );
  return (
    <VisuallyHidden>
      <div role="status">{polite}</div>
      <div role="alert">{assertive}</div>
    </VisuallyHidden>
  );
}
