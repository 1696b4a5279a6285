/** @file The page's way from nothing to connected, as its models tell it, and out of it again. */
import { Model as Base, type Model, modelClass } from './model.ts';
import { CONN, PROGRESS, SOCKET, STREAM } from './shapes.ts';
import type { Tripwire } from './tripwire.ts';

export class Session {
  readonly Socket: Model;
  readonly Stream: Model;
  readonly Conn: Model;
  readonly progress: Model;
  #historySynced = false;

  constructor(tripwire: Tripwire) {
    const make = (shape: typeof SOCKET, values: Record<string, unknown>): Model =>
      new (modelClass(shape, tripwire))(values);
    this.Socket = make(SOCKET, { state: 'UNLAUNCHED', stream: 'DISCONNECTED', hasSynced: false });
    this.Stream = make(STREAM, { mode: 'OFFLINE', info: 'OFFLINE', available: true, needsUpdate: false });
    this.Conn = make(CONN, { connected: false, platform: 'android', is24h: true, isSMB: false });
    this.progress = make(PROGRESS, { incomplete: true, realProgress: 0, fakeProgress: 0 });
  }

  get historySynced(): boolean {
    return this.#historySynced;
  }

  opening(): void {
    Base.change(this.Socket, { state: 'OPENING' });
    Base.change(this.Stream, { info: 'OPENING' });
  }

  unpaired(): void {
    Base.change(this.Socket, { state: 'UNPAIRED', stream: 'DISCONNECTED', hasSynced: false });
    Base.change(this.Stream, { mode: 'QR', info: 'PAIRING' });
    Base.change(this.Conn, { wid: undefined, pushname: undefined, connected: false });
    this.#historySynced = false;
  }

  pairing(): void {
    Base.change(this.Socket, { state: 'PAIRING' });
    Base.change(this.Stream, { info: 'PAIRING' });
  }

  syncing(wid: unknown, pushname: string): void {
    Base.change(this.Conn, { wid, pushname, connected: true });
    Base.change(this.Socket, { state: 'CONNECTED', stream: 'SYNCING' });
    Base.change(this.Stream, { mode: 'SYNCING', info: 'SYNCING' });
  }

  /** The main screen shows. The phone may still be sending older messages. */
  main(): void {
    Base.change(this.Socket, { stream: 'CONNECTED', hasSynced: true });
    Base.change(this.Stream, { mode: 'MAIN', info: 'NORMAL' });
    Base.change(this.progress, { realProgress: 61, fakeProgress: 61 });
  }

  synced(): void {
    this.#historySynced = true;
    Base.change(this.progress, { incomplete: false, realProgress: 100, fakeProgress: 100 });
  }

  lock(): void {
    Base.change(this.Socket, { state: 'SCREEN_LOCKED' });
  }
}
