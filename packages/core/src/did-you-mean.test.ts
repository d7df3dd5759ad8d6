import { describe, expect, it } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

describe('didYouMean', () => {
  it.each([
    ['Logger', 'logger'],
    ['loger', 'logger'],
    ['confgi', 'config'],
    ['CAMUNDA-TENANT.ID', 'CAMUNDA_TENANT_ID'],
    ['colour', undefined],
  ])('for %s gives %s', (given, expected) => {
    expect(didYouMean(given, ['config', 'logger', 'CAMUNDA_TENANT_ID'])).toBe(expected);
  });
});
