/** @file In WhatsApp's own page: answers questions from its modules, read-only. Holds no key, starts nothing, throws nothing. */
import { defineContentScript } from 'wxt/utils/define-content-script';
import { serve } from '../lib/bridge/call.ts';
import type { Questions } from '../lib/bridge/protocol.ts';
import { takePorts } from '../lib/bridge/window.ts';
import { answersOf } from '../lib/whatsapp/read.ts';

export default defineContentScript({
  matches: ['https://web.whatsapp.com/*'],
  world: 'MAIN',
  runAt: 'document_start',
  main() {
    const answers = answersOf(window);
    takePorts(window, (channel) => serve<Questions>(channel, answers));
  },
});
