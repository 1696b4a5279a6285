/** @file One error for everything that can go wrong: a code that survives structured clone, JSON and workers. */

/** Every way Keepsake can fail, by room. The words for each stand in `components/locales`. */
export const FAULT_CODES = [
  // whatsapp: the state of the page
  'no-tab',
  'reload-needed',
  'page-loading',
  'not-logged-in',
  'still-syncing',
  'locked',
  'unsupported-build',
  'account-changed',
  // bridge: the way to the page
  'deadline',
  'disconnected',
  'bad-answer',
  'answer-too-large',
  'page-failed',
  // seal and vault
  'not-authentic',
  'password-short',
  'password-mismatch',
  'password-characters',
  'wrong-password',
  'wrong-phrase',
  'wrong-passkey',
  'phrase-word',
  'phrase-length',
  'phrase-checksum',
  'last-way',
  'too-many-ways',
  'kdf-refused',
  'header-damaged',
  'header-one-damaged',
  'header-missing',
  'header-altered',
  'slot-unknown',
  'vault-key-damaged',
  'passkey-refused',
  'passkey-unsupported',
  // archive
  'not-an-archive',
  'newer-version',
  'archive-cut',
  'zip-refused',
  'directory-damaged',
  'headers-differ',
  'readme-differs',
  'other-vault',
  'file-left-aside',
  'run-start-damaged',
  'segment-damaged',
  'segment-mended',
  'run-unfinished',
  'run-missing',
  'run-cut',
  'number-twice',
  'contents-differ',
  'schema-differs',
  'checksum-differs',
  'too-large',
  // store
  'disk-full',
  'store-blocked',
  'store-failed',
  // backup
  'no-vault',
  'already-set-up',
  'already-running',
  'keys-changed',
  'cancelled',
  'key-lost',
  'verify-failed',
  'nothing-to-save',
  'save-failed',
  'file-differs',
  // none of the above: a fault of ours
  'unexpected',
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

/** Figures that belong into the sentence shown: numbers, dates, short names. Never content, keys or passwords. */
export type FaultDetail = Readonly<Record<string, string | number>>;

/** A fault as it travels between contexts. */
export interface FaultNote {
  readonly code: FaultCode;
  readonly detail: FaultDetail;
}

export class Fault extends Error {
  readonly code: FaultCode;
  readonly detail: FaultDetail;

  /** @param detail figures for the sentence shown; it may reach a screen and a report, so no content. */
  constructor(code: FaultCode, detail: FaultDetail = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
    this.detail = detail;
  }

  toNote(): FaultNote {
    return { code: this.code, detail: this.detail };
  }
}

/** Any thrown thing as a Fault. What is not one becomes `unexpected`, its text kept only as the cause. */
export function toFault(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError')
    return new Fault('disk-full', {}, thrown);
  return new Fault('unexpected', {}, thrown);
}

/** Reads a fault that came from another context. Anything else than a note becomes `unexpected`. */
export function parseFault(value: unknown): Fault {
  if (typeof value === 'object' && value !== null && 'code' in value) {
    const code = FAULT_CODES.find((known) => known === value.code);
    if (code) return new Fault(code, 'detail' in value ? parseDetail(value.detail) : {});
  }
  return new Fault('unexpected');
}

function parseDetail(value: unknown): FaultDetail {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(
    ([, v]) => typeof v === 'number' || (typeof v === 'string' && v.length <= 200),
  );
  return Object.fromEntries(entries) as FaultDetail;
}
