'use client';

import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react';
import type { Focus } from '#features/media/schema';
import type { EditorTexts } from '#messages/editor';
import { focusStyle } from './focus-style.ts';

type Props = {
  src: string;
  width: number;
  height: number;
  value: Focus | null;
  onChange: (focus: Focus | null) => void;
  t: EditorTexts;
  disabled?: boolean;
  /** What is wrong with it. */
  problem?: string | undefined;
};

const within = (value: number): number => Math.min(100, Math.max(0, Math.round(value)));

/** The steps of the arrow keys, in percent: of the picture, whatever the direction of the words around it. */
const arrows: Record<string, readonly [x: number, y: number]> = {
  ...{ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] },
};

/**
 * What of a picture stays in sight where it is cropped: a cross on it for the pointer and the arrow keys, and two numbers, named
 * `x` and `y`, that post without scripts. Empty ones are the middle.
 */
export function FocusField({ src, width, height, value, onChange, t, disabled = false, problem }: Props) {
  const id = useId();
  const picture = useRef<HTMLDivElement>(null);
  /** While one number is emptied to be typed anew, the other one waits here. */
  const waiting = useRef<Focus | null>(null);
  const { x, y } = value ?? { x: 50, y: 50 };
  const shown = /\.(svg|gif)$/i.test(src) ? src : `/_next/image?url=${encodeURIComponent(src)}&w=640&q=70`;

  const follow = (event: PointerEvent) => {
    const box = picture.current?.getBoundingClientRect();
    if (!box || disabled) return;
    onChange({
      x: within((100 * (event.clientX - box.left)) / box.width),
      y: within((100 * (event.clientY - box.top)) / box.height),
    });
  };
  const keys = (event: KeyboardEvent) => {
    const step = arrows[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    onChange({ x: within(x + step[0] * far), y: within(y + step[1] * far) });
  };
  const number = (name: 'x' | 'y', label: string) => (
    <div className="focus-number">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        name={name}
        type="number"
        min={0}
        max={100}
        value={value?.[name] ?? ''}
        placeholder="50"
        disabled={disabled}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? `${id}-hint ${id}-problem` : `${id}-hint`}
        onChange={({ target }) => {
          if (value) waiting.current = value;
          onChange(
            target.value === ''
              ? null
              : { ...(waiting.current ?? { x, y }), [name]: within(target.valueAsNumber || 0) },
          );
        }}
      />
    </div>
  );

  return (
    <fieldset className="focus-field">
      <legend>{t.edFocus}</legend>
      <p className="desk-hint editor-help" id={`${id}-hint`}>
        {t.edFocusHint}
      </p>
      <div
        ref={picture}
        className="focus-picture"
        // Its place is there before it is.
        style={{
          aspectRatio: `${width} / ${height}`,
          inlineSize: `min(100%, ${((20 * width) / height).toFixed(2)}rem)`,
        }}
        onPointerDown={(event) => {
          if (disabled) return;
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          picture.current?.querySelector('button')?.focus({ preventScroll: true });
          follow(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
        }}
      >
        {/* biome-ignore lint/performance/noImgElement: through the optimizer; no reader waits for it. */}
        <img src={shown} width={width} height={height} alt="" draggable={false} />
        <button
          type="button"
          className="focus-cross"
          style={{ left: `${x}%`, top: `${y}%` }}
          aria-label={t.edFocusCross(x, y)}
          aria-describedby={`${id}-hint`}
          disabled={disabled}
          onKeyDown={keys}
        />
      </div>
      <div className="focus-crops" aria-hidden="true">
        {['3 / 2', '1', '16 / 9'].map((ratio) => (
          // biome-ignore lint/performance/noImgElement: the same picture again.
          <img key={ratio} src={shown} alt="" style={{ ...focusStyle({ x, y }), aspectRatio: ratio }} />
        ))}
      </div>
      <div className="focus-numbers">
        {number('x', t.edFocusX)}
        {number('y', t.edFocusY)}
        {value && !disabled && (
          <button
            type="button"
            className="desk-link"
            onClick={() => {
              waiting.current = null;
              onChange(null);
            }}
          >
            {t.edFocusMiddle}
          </button>
        )}
      </div>
      {problem && (
        <p className="problem editor-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
