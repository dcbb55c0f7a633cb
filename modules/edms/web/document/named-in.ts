/** Field of a version that names who acts in a stage. */
export const namedIn = { review: 'reviewerId', approval: 'approverId' } as const;
