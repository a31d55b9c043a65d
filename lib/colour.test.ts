import { describe, expect, it } from 'vitest';
import { contrast, readableOn } from './colour.ts';

describe('readableOn', () => {
  const papers = ['#fdfcfa', '#f3f1ec', '#131416', '#1e2023'];

  it('gives a readable colour for any accent on any paper', () => {
    for (const accent of ['#000000', '#ffffff', '#ffff00', '#b5341f', '#0000ff', '#7f7f7f', '#00ff80']) {
      for (const paper of papers) expect(contrast(readableOn(accent, paper), paper)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('leaves alone what can be read already', () => {
    expect(readableOn('#b5341f', '#fdfcfa')).toBe('#b5341f');
  });

  it('knows the extremes of contrast', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#123456', '#123456')).toBe(1);
  });
});
