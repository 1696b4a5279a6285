/** @file Every state of the popup as the background would tell it. */
import type { BackupStatus, LastRun, RunProgress } from '../../lib/backup/status.ts';
import type { Report } from '../../lib/model/report.ts';

/** 3 May 2026, 09:20 UTC. */
export const NOW = Date.UTC(2026, 4, 3, 9, 20);

const MINUTE = 60_000;

export const REPORT: Report = {
  chats: 48,
  completeness: { complete: 41, 'more-on-phone': 4, 'still-syncing': 1, skipped: 2 },
  messages: { found: 5021, kept: 5021 },
  skipped: { disappearing: 12 },
  media: { found: 253, kept: 212, bytes: 734_000_000 },
  missing: { expired: 36, 'too-large': 3, failed: 2 },
  unknownTypes: { 'newsletter-card': 3 },
  oldest: Date.UTC(2025, 2, 12) / 1000,
  stopped: false,
};

export const LAST: LastRun = {
  start: NOW - 12 * MINUTE,
  end: NOW - 6 * MINUTE,
  report: REPORT,
  verified: { messages: 5021, media: 212 },
  saved: {
    name: 'Keepsake 2026-05-03 a1b2c3d4e5f6.keepsake',
    size: 741_000_000,
    sha256: 'ab'.repeat(32),
    at: NOW - 5 * MINUTE,
  },
  fault: null,
};

export const RUN: RunProgress = {
  phase: 'messages',
  begun: {},
  since: NOW - MINUTE,
  chats: { done: 12, of: 48 },
  messages: { done: 2140, about: 5000 },
  media: { done: 0, of: 0, bytes: 0 },
  verified: { done: 0, of: 0 },
  waiting: null,
};

export const IDLE: BackupStatus = {
  vault: { shortName: 'a1b2c3d4e5f6', account: '+31 6 … 89' },
  page: 'ready',
  run: null,
  last: LAST,
  saved: LAST.saved,
  unsaved: false,
};

const working = (run: Partial<RunProgress>): BackupStatus => ({ ...IDLE, run: { ...RUN, ...run } });
const failed = (fault: LastRun['fault'], rest: Partial<BackupStatus> = {}): BackupStatus => ({
  ...IDLE,
  ...rest,
  last: { ...LAST, report: null, verified: null, saved: null, fault },
});

export const STATES = {
  before: { ...IDLE, vault: null, last: null, saved: null, page: 'no-tab' },
  first: { ...IDLE, last: null, saved: null },
  'first-no-tab': { ...IDLE, last: null, saved: null, page: 'no-tab' },
  done: IDLE,
  'done-whole': {
    ...IDLE,
    last: {
      ...LAST,
      report: {
        ...REPORT,
        completeness: { complete: 48 },
        media: { found: 253, kept: 253, bytes: 1 },
        missing: {},
        skipped: {},
        unknownTypes: {},
      },
    },
  },
  'done-news': {
    ...IDLE,
    last: {
      ...LAST,
      report: {
        ...REPORT,
        messages: { found: 15, kept: 15 },
        media: { found: 2, kept: 2, bytes: 1 },
        missing: {},
        incremental: { after: 3, since: Date.UTC(2026, 3, 2) / 1000, added: 12, changed: 3, unchanged: 90 },
      },
    },
  },
  'done-nothing': {
    ...IDLE,
    last: {
      ...LAST,
      report: {
        ...REPORT,
        messages: { found: 0, kept: 0 },
        media: { found: 0, kept: 0, bytes: 0 },
        missing: {},
        oldest: null,
        incremental: { after: 4, since: Date.UTC(2026, 3, 3) / 1000, added: 0, changed: 0, unchanged: 105 },
      },
    },
  },
  'done-left-out': {
    ...IDLE,
    last: {
      ...LAST,
      report: {
        ...REPORT,
        completeness: { complete: 48 },
        media: { found: 253, kept: 237, bytes: 1 },
        missing: { 'left-out': 14, 'too-large': 2 },
      },
      leftOut: { video: 11, ptv: 1, document: 1, sticker: 2, 'sticker-pack': 1 },
    },
  },
  'done-no-tab': { ...IDLE, page: 'no-tab' },
  'done-reload': { ...IDLE, page: 'reload-needed' },
  'done-not-logged-in': { ...IDLE, page: 'not-logged-in' },
  'done-syncing': { ...IDLE, page: 'still-syncing' },
  'done-locked': { ...IDLE, page: 'locked' },
  'done-unsupported': { ...IDLE, page: 'unsupported-build' },
  starting: working({ phase: 'starting', chats: { done: 0, of: 0 }, messages: { done: 0, about: null } }),
  messages: working({}),
  'messages-no-estimate': working({ messages: { done: 2140, about: null } }),
  media: working({ phase: 'media', media: { done: 88, of: 253, bytes: 120_000_000 } }),
  verifying: working({
    phase: 'verifying',
    media: { done: 253, of: 253, bytes: 1 },
    verified: { done: 40, of: 212 },
  }),
  saving: working({ phase: 'saving', media: { done: 253, of: 253, bytes: 1 } }),
  waiting: working({ waiting: 'no-tab' }),
  'waiting-locked': working({ waiting: 'locked' }),
  unsaved: { ...IDLE, unsaved: true, last: { ...LAST, saved: null } },
  'unsaved-failed': {
    ...IDLE,
    unsaved: true,
    last: { ...LAST, saved: null, fault: { code: 'save-failed', detail: {} } },
  },
  failed: failed({ code: 'disk-full', detail: {} }),
  'failed-logged-out': failed({ code: 'not-logged-in', detail: {} }, { page: 'not-logged-in' }),
  'failed-verify': failed({ code: 'verify-failed', detail: { part: 214 } }),
  stopped: {
    ...IDLE,
    last: { ...LAST, report: { ...REPORT, stopped: true }, fault: { code: 'cancelled', detail: {} } },
  },
} as const satisfies Readonly<Record<string, BackupStatus>>;

export type StateName = keyof typeof STATES;
