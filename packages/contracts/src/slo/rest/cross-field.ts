/** Rules between fields are looked at even when another field is wrong, so that all mistakes are reported together. */
export const ofAnyObject = {
  when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null,
};
