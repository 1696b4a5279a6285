/** @file A worker for one file, ended when the file is put away. */
import { connectionTo } from '../shared/connection.ts';
import type { Connection } from './model.ts';
import type { ViewerQuestions } from './protocol.ts';

export const connect = (): Connection =>
  connectionTo<ViewerQuestions>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
