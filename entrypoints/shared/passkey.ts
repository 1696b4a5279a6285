/**
 * @file The passkey's ceremony: 32 bytes (WebAuthn's PRF) that only this extension gets, from an authenticator of the user's, after it has verified them.
 *
 * [Note: the passkey's domain] A passkey belongs to the extension's id. Chromium takes the id as `rp.id`; Firefox takes no
 * id of an extension at all, so there passkeys are not offered.
 */
import { type Bytes, equal, randomBytes, toBase64url } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';

/** One that a header names. */
export interface KnownPasskey {
  readonly credential: Bytes;
  /** 32 bytes. */
  readonly prfSalt: Bytes;
}

/** What the ceremony gave: to be handed to a worker, then wiped. */
export interface PasskeyAnswer {
  readonly credential: Bytes;
  /** 32 bytes. */
  readonly prf: Bytes;
}

export interface NewPasskey extends PasskeyAnswer, KnownPasskey {
  readonly rpId: string;
}

export interface PasskeyDoor {
  readonly rpId: string;
  /**
   * @param known those that the header names already: an authenticator makes no second one.
   * @throws {Fault} `passkey-refused` — cancelled, too late, or there already; `passkey-unsupported`.
   */
  make(known: readonly KnownPasskey[]): Promise<NewPasskey>;
  /** @throws {Fault} `passkey-refused` — cancelled, too late, or none of them is here; `passkey-unsupported`. */
  ask(known: readonly KnownPasskey[]): Promise<PasskeyAnswer>;
}

export interface PasskeyNeeds {
  readonly location: Pick<Location, 'protocol' | 'host'>;
  readonly credentials: Pick<CredentialsContainer, 'create' | 'get'> | undefined;
  /** The day in its name, to tell one from another in a list of passkeys. */
  readonly now?: () => Date;
}

/** Null where this browser has no passkeys for extensions. */
export function passkeyDoor({
  location: { protocol, host },
  credentials,
  now = () => new Date(),
}: PasskeyNeeds): PasskeyDoor | null {
  if (protocol !== 'chrome-extension:' || !credentials) return null;

  const ask = async (known: readonly KnownPasskey[]): Promise<PasskeyAnswer> => {
    const salts = known.map(({ credential, prfSalt }) => [toBase64url(credential), { first: prfSalt }]);
    const found = await ceremony(() =>
      credentials.get({
        publicKey: {
          challenge: randomBytes(32),
          rpId: host,
          allowCredentials: known.map(descriptorOf),
          userVerification: 'required',
          extensions: { prf: { evalByCredential: Object.fromEntries(salts) } },
        },
      }),
    );
    const credential = new Uint8Array(found.rawId);
    const prf = prfOf(found);
    if (!prf) throw new Fault('passkey-unsupported');
    // Its salt was another's, or nobody's: what it answered opens nothing.
    if (!known.some((one) => equal(one.credential, credential))) throw new Fault('passkey-refused');
    return { credential, prf };
  };

  return {
    rpId: host,
    ask,
    async make(known) {
      const prfSalt = randomBytes(32);
      const name = `Keepsake ${now().toLocaleDateString(undefined, { dateStyle: 'medium' })}`;
      const made = await ceremony(() =>
        credentials.create({
          publicKey: {
            challenge: randomBytes(32),
            rp: { id: host, name: 'Keepsake' },
            // A repeated handle would replace the older passkey.
            user: { id: randomBytes(32), name, displayName: name },
            pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
            excludeCredentials: known.map(descriptorOf),
            authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
            attestation: 'none',
            extensions: { prf: { eval: { first: prfSalt } } },
          },
        }),
      );
      const credential = new Uint8Array(made.rawId);
      if (made.getClientExtensionResults().prf?.enabled === false) throw new Fault('passkey-unsupported');
      // Some authenticators give the bytes at once, some only when they are asked.
      const prf = prfOf(made) ?? (await ask([{ credential, prfSalt }])).prf;
      return { rpId: host, credential, prfSalt, prf };
    },
  };
}

const descriptorOf = ({ credential }: KnownPasskey): PublicKeyCredentialDescriptor => ({
  type: 'public-key',
  id: credential,
});

async function ceremony(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let found: Credential | null;
  try {
    found = await work();
  } catch (thrown) {
    const unable = thrown instanceof DOMException && thrown.name === 'NotSupportedError';
    throw new Fault(unable ? 'passkey-unsupported' : 'passkey-refused', {}, thrown);
  }
  if (!found) throw new Fault('passkey-refused');
  return found as PublicKeyCredential;
}

function prfOf(credential: PublicKeyCredential): Bytes | null {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!first) return null;
  const bytes = ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer as ArrayBuffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
  return bytes.length === 32 ? bytes : null;
}
