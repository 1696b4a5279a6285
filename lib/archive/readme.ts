/**
 * @file README.txt of every archive: how to open it without this program, and without any other text. Frozen with
 * version 1: its bytes are compared, and docs/format.md has their SHA-256.
 */

export const README = `This file is a Keepsake archive: a backup of someone's own WhatsApp history, encrypted.

To open it, use the Keepsake browser extension: press "Open a backup" and choose this file (the whole .keepsake file,
not a part of it). You need the password it was made with, the 24 words of its recovery phrase, or a passkey that was
set up for it. Nobody can recover a lost one, and without one of them nobody can read what is in here.

This text is the same in every archive and proves nothing. Do not type your password where a changed text sends you.


WITHOUT THE EXTENSION

Whoever can program opens an undamaged archive by what follows, with a general library of cryptography (SHA-2, HMAC,
Argon2id, X25519, AES-256-GCM) and one of DEFLATE. Format version 1. The project's docs/format.md has more words, and
docs/read_archive.py is a reader in Python.

  ||           joins bytes; "text" is its ASCII bytes, 0x80 one byte; x[a:b] are the bytes a to b - 1 of x, from 0
  u8, u16, u64 unsigned integers, big-endian;  B64: base64url without padding
  Extract, Expand   HKDF's two steps (RFC 5869), with SHA-256 where nothing else is said
  HKDF(key, info)   Expand(Extract(empty salt, key), info, 32 bytes)

1. The file is a ZIP whose members are stored, not compressed. keepsake.json is the header, keepsake-copy.json the same
   bytes. Each file in runs/ is one backup, a run; take them in the order of their numbers.

2. OPEN(key, context, c) is Cobblestone-256 (c2sp.org/chunked-encryption):
     k = Expand with SHA-512, 76 bytes, of prk = key (no Extract before it) and
         info = "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM" || 0x00 || c[0:24] || context
     k[44:76] must equal c[24:56]. If not, the key, the place or the bytes are wrong.
     From c[56] on stand chunks of 16400 bytes, the last one shorter (16 at least). Chunk i, from 0, is AES-256-GCM, the
     tag its last 16 bytes: key k[0:32], nonce k[32:44] XOR i (i as 12 bytes, big-endian), no additional data.
     The plaintext is that of all chunks in a row.

3. The header is JSON. For each of its "slots", "sealed" being B64:
     private key (32 bytes) || writer key (32) = OPEN(slot key, "keepsake/v1 slot" || kind, sealed)
   Slot key of kind
     password  Argon2id (RFC 9106, version 0x13, 32 bytes out) of the password in Unicode NFKC, not trimmed, as UTF-8;
               "kdf" has memoryKiB, passes, lanes and salt (B64, 16 bytes)
     phrase    HKDF(e, "keepsake/v1 phrase"). The words' places (from 0, 11 bits each) in BIP-39's English list are,
               in a row, the 32 bytes e and the first byte of SHA-256(e). BIP-39's PBKDF2 is not used
     passkey   HKDF(p, "keepsake/v1 passkey"); p is prf.results.first of WebAuthn for prf.eval.first = prfSalt (B64),
               by the credential and rpId of the slot, with user verification
   public key = X25519(private key, 9);  vault id = SHA-256(public key)[0:16], which is the header's "vault" (B64).

4. A run file, f:
     f[0:8] "keepsrn1"   f[8:24] vault id   f[24:40] run id   f[40:48] u64 number   f[48:80] enc   f[80:192] sealed
   sealed is HPKE (RFC 9180), mode_psk, single-shot: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; psk = writer
   key, psk_id = vault id, info = "keepsake/v1 run", aad = f[0:48]. Its plaintext: run key (32) || u64 start, ms since
   1970 || of the run before it: id (16), u64 count of segments, commitment of the last (32). Without an HPKE library:
     K = "KEM" || u16 0x20;   H = "HPKE" || u16 0x20 || u16 1 || u16 2
     LE(S, salt, label, ikm)  = Extract(salt, "HPKE-v1" || S || label || ikm)
     LX(S, prk, label, x, n)  = Expand(prk, u16 n || "HPKE-v1" || S || label || x, n)
     dh = X25519(private key, enc)
     shared = LX(K, LE(K, empty, "eae_prk", dh), "shared_secret", enc || public key, 32)
     x = 0x01 || LE(H, empty, "psk_id_hash", psk_id) || LE(H, empty, "info_hash", info)
     s = LE(H, shared, "secret", psk);  AES key = LX(H, s, "key", x, 32);  nonce = LX(H, s, "base_nonce", x, 12)

5. From f[192] on stand segments, numbered from 0: u64 length of c || u8 kind || c. Of each,
     content || 0x80 || zeros = OPEN(run key, "keepsake/v1 segment" || run id || u64 number || u8 kind, c)
   Content of kind 1: messages, 2: a media file as it is, 3: an index, 4: the end; 24 bytes after it close the run file.
   1, 3 and 4 are raw DEFLATE (RFC 1951) of UTF-8: messages one JSON object a line, the others one JSON object.

6. A message: id, chat, t (seconds since 1970), type, fromMe, sender, and row: the rest as WhatsApp held it, such as
   body and caption. row.filehash is SHA-256 (base64) of its media file; an index names the media (sha256 in hex, MIME
   type), chats, contacts, and why media are missing. Where an id comes again in a later run, the later one counts.
   {"$bytes": B64}, {"$integer": "digits"}, {"$date": ms} and {"$number": "NaN"} are values that JSON has not; another
   key that begins with $ has one $ too many.
`;
