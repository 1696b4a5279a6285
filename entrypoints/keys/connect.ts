/** @file A worker for one unlocking, ended when the page is locked again. */
import { connectionTo } from '../shared/connection.ts';
import type { KeysConnection } from './model.ts';
import type { KeysQuestions } from './protocol.ts';

export const connect = (): KeysConnection =>
  connectionTo<KeysQuestions>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
