export const text = 'no function';
