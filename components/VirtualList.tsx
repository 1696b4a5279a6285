/** @file A long list of which only what is seen is in the document. Heights are measured as rows appear. */
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import type { ComponentChild, Ref, TargetedKeyboardEvent } from 'preact';
import { useEffect, useImperativeHandle, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import styles from './VirtualList.module.css';

export interface VirtualListProps {
  readonly count: number;
  /** A row's height before it is measured, in pixels. */
  readonly estimate: number;
  readonly label: string;
  readonly role: 'list' | 'listbox';
  readonly row: (index: number) => ComponentChild;
  /** Where it begins: at the newest, as chats do, or at the top. */
  readonly start?: 'top' | 'end';
  readonly onSee: (from: number, to: number) => void;
  /** A row that stays in the document wherever the list is scrolled. */
  readonly active?: number;
  readonly activeId?: string | undefined;
  readonly scroller?: Ref<ListHandle>;
  readonly onKeyDown?: (event: TargetedKeyboardEvent<HTMLDivElement>) => void;
}

export interface ListHandle {
  /** Brings a row into sight. */
  show(index: number): void;
}

type Options = VirtualizerOptions<HTMLDivElement, HTMLDivElement>;

export function VirtualList(props: VirtualListProps) {
  const { count, estimate, label, role, row, start = 'top', onSee, active, activeId, onKeyDown } = props;
  const box = useRef<HTMLDivElement>(null);
  const [, draw] = useReducer((turn: number) => turn + 1, 0);
  const options: Options = {
    count,
    getScrollElement: () => box.current,
    estimateSize: () => estimate,
    overscan: 6,
    initialOffset: start === 'end' ? count * estimate : 0,
    paddingEnd: start === 'end' ? 16 : 0,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => draw(0),
    anchorTo: start === 'end' ? 'end' : 'start',
    rangeExtractor: ({ startIndex, endIndex, overscan }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const seen = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
      return active === undefined || active < 0 || (active >= from && active <= to)
        ? seen
        : [...seen, active].sort((a, b) => a - b);
    },
  };
  const [virtual] = useState(() => new Virtualizer<HTMLDivElement, HTMLDivElement>(options));
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => virtual._willUpdate());
  useImperativeHandle(props.scroller ?? null, () => ({ show: (index) => virtual.scrollToIndex(index) }), [
    virtual,
  ]);
  const { startIndex: from, endIndex: to } = virtual.range ?? { startIndex: 0, endIndex: -1 };
  useEffect(() => {
    if (to >= from) onSee(from, to);
  }, [from, to, onSee]);
  const items = virtual.getVirtualItems();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the role is one of two that take keys
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both take a label
    <div
      class={styles.box}
      ref={box}
      role={role}
      aria-label={label}
      aria-activedescendant={activeId}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div class={styles.whole} role="presentation" style={{ blockSize: `${virtual.getTotalSize()}px` }}>
        {items.map(({ key, index, start: top }) => (
          <div
            key={key}
            class={styles.row}
            role="presentation"
            data-index={index}
            ref={virtual.measureElement}
            style={{ transform: `translateY(${top}px)` }}
          >
            {row(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
