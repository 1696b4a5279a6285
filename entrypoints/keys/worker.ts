/** @file Holds the vault's secrets away from the page. Ending this worker drops them. */
import { portChannel, serve } from '../../lib/bridge/call.ts';
import { openDatabase } from '../../lib/store/schema.ts';
import { exclusively } from '../shared/exclusively.ts';
import { apart } from '../shared/password.ts';
import { createKeeper } from './keeper.ts';
import type { KeysQuestions } from './protocol.ts';

const keeper = createKeeper({ database: openDatabase(), exclusively });

serve<KeysQuestions>(portChannel(self as unknown as MessagePort), {
  ...keeper,
  unlock: ({ way }, ...more) => keeper.unlock({ way: apart(way) }, ...more),
});
