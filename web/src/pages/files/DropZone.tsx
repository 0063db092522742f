import { type DragEvent, type ReactNode, useState } from 'react';
import type { Chosen } from '../../uploads/queue';
import { ofDrop } from './chosen';

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files');
}

/** Takes files and folders that are dropped. */
export function DropZone({ onFiles, children }: { onFiles: (files: AsyncIterable<Chosen>) => void; children: ReactNode }) {
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const leave = (event: DragEvent<HTMLDivElement>) => {
    if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
    setOver(false);
  };
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(false);
    onFiles(ofDrop(event.dataTransfer));
  };
  return <div className="drop" data-over={isOver || undefined} onDragOver={over} onDragLeave={leave} onDrop={drop}>{children}</div>;
}
