import { describe, expect, it } from 'vitest';
import { moved, ofStage, type Step, stepsIn, withStage } from './chain-steps.ts';

const step = (stage: string, order: number, name: string): Step => ({ stage, order, name, mode: 'SEQUENTIAL' });
const steps = [step('review', 2, 'Quality'), step('review', 1, 'Technical'), step('approval', 1, 'Final')];
const names = (list: readonly Step[]): string[] => list.map((one) => `${one.order} ${one.name}`);

describe('steps of a chain', () => {
  it('are read in their order within a stage', () => {
    expect(names(ofStage(steps, 'review'))).toEqual(['1 Technical', '2 Quality']);
  });
  it('are numbered anew without gaps, other stages untouched', () => {
    const next = withStage(steps, 'review', moved(ofStage(steps, 'review'), 1, 0));
    expect(names(ofStage(next, 'review'))).toEqual(['1 Quality', '2 Technical']);
    expect(names(ofStage(next, 'approval'))).toEqual(['1 Final']);
  });
  it('leave no gap when one is removed', () => {
    const next = withStage(steps, 'review', ofStage(steps, 'review').slice(1));
    expect(names(ofStage(next, 'review'))).toEqual(['1 Quality']);
  });
  it('are taken from a record as far as they are steps', () => {
    expect(stepsIn(null)).toEqual([]);
    expect(stepsIn([{ stage: 'review', order: 1, name: 'Review', mode: 'nonsense', dueDays: 5 }, 'text'])).toEqual([
      { stage: 'review', order: 1, name: 'Review', mode: 'SEQUENTIAL', dueDays: 5 },
    ]);
  });
});
