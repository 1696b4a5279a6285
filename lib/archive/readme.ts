/** @file README.txt of every archive: how to open it without this program. Frozen with version 1: its bytes are compared. */

export const README = `This file is a Keepsake archive: a backup of someone's own WhatsApp history, encrypted.

To open it, use the Keepsake browser extension: press "Open a backup" and choose this file (the whole .keepsake file,
not a part of it). You need the password it was made with, the 24 words of its recovery phrase, or a passkey that was
set up for it. Nobody can recover a lost one, and without one of them nobody can read what is in here.

Without the extension it opens with the password or the 24 words. Nothing else about it is secret:

  - the file is an ordinary ZIP whose members are stored, not compressed;
  - keepsake.json says how to turn the password into keys: Argon2id (RFC 9106) over the password's UTF-8 in Unicode
    form NFKC, with the costs and the salt written there. keepsake-copy.json holds the same bytes;
  - each file in runs/ is one backup. It begins with 192 bytes that hold its key, sealed with HPKE (RFC 9180), and goes
    on with segments sealed with Cobblestone-256 (c2sp.org/chunked-encryption: AES-256-GCM in chunks of 16 KiB);
  - a segment holds messages (JSON, one a line, compressed with DEFLATE, RFC 1951), one media file, or an index.

Every byte is laid out in the text "docs/format.md" of the Keepsake project, format version 1, and beside it lies a
reader of 250 lines of Python, "read_archive.py". Whoever has that text and a general library of cryptography can write
another in an afternoon.

This text is the same in every archive and proves nothing. Do not type your password where a changed text sends you.
`;
