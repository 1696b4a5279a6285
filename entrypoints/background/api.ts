/** @file The extension API as used here: WXT's `browser`, with Chromium's names where it has more. */
import { browser as common } from 'wxt/browser';

export const browser = common as unknown as typeof chrome;
