import type { CSSProperties } from 'react';

/** The style of a picture that says what stays in sight; a rule that crops it reads `--focus` as its `object-position`. */
export const focusStyle = (focus: { x: number; y: number } | null | undefined): CSSProperties | undefined =>
  focus ? ({ '--focus': `${focus.x}% ${focus.y}%` } as CSSProperties) : undefined;
