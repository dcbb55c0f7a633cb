import { rulesFor } from '#kernel/records';
import { rule } from '#kernel/schema';
import { noteApproval, noteApproved } from '../api.ts';
import { Note } from '../records/note.ts';
import { exampleRules } from '../records/rules.ts';
import { linesOf } from './note.queries.ts';

// Bound by name: a transition the record does not declare does not compile.
export const noteRules = rulesFor(Note, {
  create: { set: (tx) => ({ authorId: tx.actor.userId }) },
  submit: {
    // `guard` may read and refuse. It runs before the signature is asked for, and again under the row's lock.
    async guard(tx, note) {
      rule((await linesOf(tx, note.id)).length > 0, exampleRules['example.submit.no-lines'], { number: note.number });
    },
  },
  approve: {
    async guard(tx, note) {
      if (note.replacesId !== null) {
        const old = await tx.get(Note, note.replacesId);
        rule(old.state === 'IN_FORCE', exampleRules['example.replace.not-in-force'], { number: old.number });
      }
      await noteApproval.run(tx, note);
    },
    // `set` gives values written with the transition; it is skipped while a chain has further steps in this stage.
    set: (tx) => ({ approvedAt: tx.now }),
    // `then` may write, in the same transaction: it happens with the approval or not at all.
    async then(tx, note, act) {
      if (act.finished) await noteApproved.emit(tx, { id: note.id, replacesId: note.replacesId });
    },
  },
});
