/** @file Holds the vault's secrets away from the page. Ending this worker drops them. */
import { portChannel, serve } from '../../lib/bridge/call.ts';
import { openDatabase } from '../../lib/store/schema.ts';
import { exclusively } from '../shared/exclusively.ts';
import { createKeeper } from './keeper.ts';
import type { KeysQuestions } from './protocol.ts';

serve<KeysQuestions>(
  portChannel(self as unknown as MessagePort),
  createKeeper({ database: openDatabase(), exclusively }),
);
