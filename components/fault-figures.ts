/** @file What a fault's words say more where it names the part, the day or the file: "The backup of 3 May is missing." */
import { i18n } from '#i18n';
import type { FaultCode, FaultDetail } from '../lib/base/fault.ts';
import { toCount, toDay } from './figures.ts';

interface Told {
  readonly what?: string;
  readonly means?: string;
  readonly next?: string;
}

type Tell = (detail: FaultDetail) => Told;

const numberOf = (detail: FaultDetail, name: string): number | null => {
  const value = detail[name];
  return typeof value === 'number' ? value : null;
};

/** The day of the run that a fault is of; null where nobody knows it. */
const dayOf = (detail: FaultDetail, name = 'at'): string | null => {
  const ms = numberOf(detail, name);
  return ms === null ? null : toDay(ms);
};

/** Only the day. */
const dated =
  (words: (day: string) => string): Tell =>
  (detail) => {
    const day = dayOf(detail);
    return day === null ? {} : { what: words(day) };
  };

/** A part and the day of its run. */
const placed =
  (words: (part: string, day: string) => Told): Tell =>
  (detail) => {
    const [part, day] = [numberOf(detail, 'segment'), dayOf(detail)];
    return part === null || day === null ? {} : words(toCount(part), day);
  };

/** Of a backup that this browser does not know. */
const stranger =
  (next: () => string): Tell =>
  ({ backup }) =>
    backup === undefined ? {} : { next: `${next()} ${i18n.t('viewer.unlock.stranger', [backup])}` };

const TELL: Partial<Record<FaultCode, Tell>> = {
  'wrong-password': stranger(() => i18n.t('fault.wrong_password.next')),
  'wrong-phrase': stranger(() => i18n.t('fault.wrong_phrase.next')),
  'wrong-passkey': stranger(() => i18n.t('fault.wrong_passkey.next')),
  'not-an-archive': ({ what }) => (what === 'folder' ? { what: i18n.t('viewer.drop.empty') } : {}),
  'newer-version': (detail) =>
    detail.what === 'run'
      ? { what: i18n.t('fault.newer_version.what_run'), means: i18n.t('fault.newer_version.means_run') }
      : placed((part, day) => ({
          what: i18n.t('fault.newer_version.what_part', [part, day]),
          means: i18n.t('fault.newer_version.means_part'),
        }))(detail),
  'other-vault': ({ run }) =>
    run === undefined
      ? {}
      : { what: i18n.t('fault.other_vault.what_run'), means: i18n.t('fault.other_vault.means_run') },
  'file-left-aside': ({ backup }) =>
    backup === undefined ? {} : { next: i18n.t('fault.file_left_aside.next_named', [backup]) },
  'segment-damaged': (detail) =>
    placed((part, day) => {
      const to = numberOf(detail, 'to');
      return {
        what:
          to === null
            ? i18n.t('fault.segment_damaged.what_at', [part, day])
            : i18n.t('fault.segment_damaged.what_from', [part, toCount(to), day]),
      };
    })(detail),
  'segment-mended': placed((part, day) => ({ what: i18n.t('fault.segment_mended.what_at', [part, day]) })),
  'run-unfinished': (detail) => ({
    ...dated((day) => i18n.t('fault.run_unfinished.what_at', [day]))(detail),
    ...(detail.reason === 'stopped' ? { means: i18n.t('fault.run_unfinished.means_stopped') } : {}),
    ...(detail.reason === 'unknown' ? { means: i18n.t('fault.run_unfinished.means_unknown') } : {}),
  }),
  'run-missing': (detail) => {
    const [day, after] = [dayOf(detail), dayOf(detail, 'beforeAt')];
    const anew =
      detail.after === 'anew'
        ? { means: i18n.t('fault.run_missing.means_anew'), next: i18n.t('fault.run_missing.next_anew') }
        : {};
    if (day !== null) return { what: i18n.t('fault.run_missing.what_at', [day]), ...anew };
    return after === null ? anew : { what: i18n.t('fault.run_missing.what_before', [after]), ...anew };
  },
  'run-cut': (detail) => {
    const [day, here, all] = [dayOf(detail), numberOf(detail, 'segments'), numberOf(detail, 'expected')];
    if (day === null || here === null || all === null) return {};
    if (here >= all)
      return {
        what: i18n.t('fault.run_cut.what_other', [day]),
        means: i18n.t('fault.run_cut.means_other'),
      };
    return {
      what: i18n.t('fault.run_cut.what_at', [day]),
      means: i18n.t('fault.run_cut.means_parts', [toCount(here), toCount(all)]),
    };
  },
  'contents-differ': dated((day) => i18n.t('fault.contents_differ.what_at', [day])),
  'schema-differs': dated((day) => i18n.t('fault.schema_differs.what_at', [day])),
};

/** What is said in the place of the plain words. */
export const tellMore = (code: FaultCode, detail: FaultDetail): Told => TELL[code]?.(detail) ?? {};
