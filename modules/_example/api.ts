import { defineCheckpoint, defineEvent } from '#kernel/events';
import type { Row } from '#kernel/schema';
import type { Note } from './records/note.ts';

// The only server file of this module that others may import. They call it downwards; we tell them things upwards.

/** May lag: written to the outbox with the approval, delivered at least once. */
export const noteApproved = defineEvent<{ readonly id: string; readonly replacesId: string | null }>('example.note.approved');

/** Must agree now: a module above may refuse the approval of a note, inside its transaction. */
export const noteApproval = defineCheckpoint<Row<typeof Note>>('example.note.approve');
